import type { Image } from './vm.js';

const MAX_BYTES = 64 * 1024 * 1024;

/** Images of compiled scripts; when they are too many, those go that were used longest ago. */
export class ImageCache {
  readonly #images = new Map<string, Image>();
  #bytes = 0;
  /** The last one in the map. */
  #latest = '';

  get(key: string): Image | undefined {
    const image = this.#images.get(key);
    if (image !== undefined && key !== this.#latest) {
      this.#images.delete(key);
      this.#images.set(key, image);
      this.#latest = key;
    }
    return image;
  }

  set(key: string, image: Image): void {
    const before = this.#images.get(key);
    if (before !== undefined) this.#bytes -= sizeOf(before);
    this.#images.delete(key);
    this.#images.set(key, image);
    this.#latest = key;
    this.#bytes += sizeOf(image);
    for (const [oldest, old] of this.#images) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#images.delete(oldest);
      this.#bytes -= sizeOf(old);
    }
  }
}

function sizeOf({ statics, cHeap, heap }: Image): number {
  return statics.length + cHeap.length + heap.bytes.length;
}
