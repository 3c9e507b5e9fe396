/** Where in a JSON text something stands. */
class Scanner {
  #text;
  #at = 0;
  #wanted;
  found = 0;

  constructor(text, wanted) {
    this.#text = text;
    this.#wanted = wanted;
  }

  whole() {
    this.#value(this.#wanted);
    this.#space();
    if (this.#at < this.#text.length) {
      this.#stop('nothing more');
    }
  }

  #stop(expected) {
    const found = this.#at < this.#text.length ? `“${this.#text[this.#at]}”` : 'the end';
    throw Object.assign(new Error(`Expected ${expected}, found ${found}.`), { at: this.#at });
  }

  #space() {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) {
      this.#at++;
    }
  }

  #take(character, expected = `“${character}”`) {
    this.#space();
    if (this.#text[this.#at] !== character) {
      this.#stop(expected);
    }
    this.#at++;
  }

  #token(pattern, expected) {
    this.#space();
    const match = new RegExp(pattern, 'y');
    match.lastIndex = this.#at;
    const [token] = match.exec(this.#text) ?? this.#stop(expected);
    this.#at = match.lastIndex;
    return token;
  }

  /** `rest`: what is left of the wanted path from here on, null outside it. */
  #value(rest) {
    this.#space();
    if (rest !== null) {
      this.found = Math.max(this.found, this.#at);
    }
    const first = this.#text[this.#at];
    if (first === '{') {
      this.#members(rest);
    } else if (first === '[') {
      this.#items(rest);
    } else if (first === '"') {
      this.#string();
    } else {
      this.#token('-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null', 'a value');
    }
  }

  #string() {
    return JSON.parse(this.#token('"(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"', 'a text in double quotes'));
  }

  #members(rest) {
    this.#take('{');
    this.#space();
    if (this.#text[this.#at] === '}') {
      this.#at++;
      return;
    }
    do {
      this.#space();
      const start = this.#at;
      const name = this.#string();
      const further = rest === null ? null : below(rest.replace(/^\./, ''), name);
      if (further !== null) {
        this.found = start;
      }
      this.#take(':');
      this.#value(further);
      this.#space();
    } while (this.#text[this.#at] === ',' && ++this.#at);
    this.#take('}', '“,” or “}”');
  }

  #items(rest) {
    this.#take('[');
    this.#space();
    if (this.#text[this.#at] === ']') {
      this.#at++;
      return;
    }
    let number = 0;
    do {
      this.#value(rest === null ? null : below(rest, `[${number++}]`));
      this.#space();
    } while (this.#text[this.#at] === ',' && ++this.#at);
    this.#take(']', '“,” or “]”');
  }
}

function below(rest, name) {
  if (!rest.startsWith(name)) {
    return null;
  }
  const further = rest.slice(name.length);
  return further === '' || further[0] === '.' || further[0] === '[' ? further : null;
}

function place(text, at) {
  const before = text.slice(0, at).split('\n');
  return { at, line: before.length, column: before.at(-1).length + 1 };
}

/** Why this is no JSON, and where; null if it is. */
export function notJson(text) {
  try {
    new Scanner(text, null).whole();
    return null;
  } catch (e) {
    return { text: e.message, ...place(text, e.at ?? 0) };
  }
}

/** Where `steps[0].request.url` stands in a JSON text, or the nearest around it that is there. */
export function placeOf(text, path) {
  const scanner = new Scanner(text, path);
  try {
    scanner.whole();
  } catch {
    return null;
  }
  return place(text, scanner.found);
}
