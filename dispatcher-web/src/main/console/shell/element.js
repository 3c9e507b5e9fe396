import { LitElement } from 'lit';

/** All elements live in the page's own tree: one style sheet, no inline style, and every label reaches its field. */
export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }
}
