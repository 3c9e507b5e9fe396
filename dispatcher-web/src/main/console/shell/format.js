const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SMALL = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });

export const number = value => (Math.abs(value) >= 100_000 ? COMPACT : NUMBER).format(value);

export function ms(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (value >= 10_000) {
    return `${NUMBER.format(value / 1000)} s`;
  }
  if (value > 0 && value < 0.95) {
    return `${value < 0.005 ? '<0.01' : SMALL.format(value)} ms`;
  }
  return `${value >= 100 ? Math.round(value) : NUMBER.format(value)} ms`;
}

export function percent(share) {
  const value = 100 * share;
  return `${value > 99.9 && value < 100 ? (Math.floor(value * 100) / 100).toFixed(2) : NUMBER.format(value)} %`;
}

export function bytes(count) {
  if (count < 1024) {
    return `${count} B`;
  }
  return count < 1024 * 1024 ? `${NUMBER.format(count / 1024)} KiB` : `${NUMBER.format(count / 1024 / 1024)} MiB`;
}

export function clock(text) {
  const time = new Date(text);
  const today = DAY.format(time) === DAY.format(new Date());
  return today ? CLOCK.format(time) : `${DAY.format(time)} ${CLOCK.format(time)}`;
}

export function exact(text) {
  const time = new Date(text);
  return `${DAY.format(time)} ${CLOCK.format(time)}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function ago(text) {
  return span((Date.now() - new Date(text)) / 1000);
}

export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min`;
  }
  return s < 86_400 ? `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min` : `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}
