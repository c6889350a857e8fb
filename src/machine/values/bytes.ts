/** A string that is edited in place, in chunks, so that a small edit of a large value costs a small copy. */
export class Bytes {
  readonly type = 'string';
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  toString(): string {
    return this.#text;
  }
}
