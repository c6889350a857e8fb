import { assert } from '../../../base/assert.js';
import type { Message } from './message.js';
import { MessagePage, PAGE_ROWS } from './message-page.js';

/**
 * Messages by id, in pages in order of id: new ones stand behind all others, so pages fill up. A page of an epoch before
 * the table's own may be shared with a frozen view, and is never changed.
 *
 * Invariant: no page is empty.
 */
export class MessageTable {
  #pages: MessagePage[] = [];
  #epoch = 0;
  #size = 0;
  /** The last page that became empty: a queue that is filled and emptied all the time makes no new ones. */
  #spare: MessagePage | null = null;

  get size(): number {
    return this.#size;
  }

  get(id: number): Message | undefined {
    const page = this.#pages[this.#pageOf(id)];
    if (page === undefined) return undefined;
    const at = page.seek(id);
    return page.id(at) === id ? page.read(at) : undefined;
  }

  /** It must not be there. */
  add(message: Message): void {
    this.#size++;
    let index = this.#pageOf(message.id);
    if (index === this.#pages.length) {
      const last = this.#pages.at(-1);
      if (last === undefined || last.count === PAGE_ROWS) this.#pages.push(this.#newPage());
      else index--;
    } else if ((this.#pages[index] as MessagePage).count === PAGE_ROWS) {
      const other = this.#own(index).split();
      this.#pages.splice(index + 1, 0, other);
      if (other.id(0) < message.id) index++;
    }
    const page = this.#own(index);
    const at = page.seek(message.id);
    assert(at === page.count || page.id(at) !== message.id, 'a message is in its queue once');
    page.insert(at, message);
  }

  /** Puts it in the place of the one with its id. */
  replace(message: Message): void {
    const page = this.#own(this.#pageOf(message.id));
    page.write(page.seek(message.id), message);
  }

  /** It must be there. */
  delete(id: number): void {
    const index = this.#pageOf(id);
    const page = this.#own(index);
    page.remove(page.seek(id));
    this.#size--;
    const next = this.#pages[index + 1];
    if (page.count === 0) {
      this.#pages.splice(index, 1);
      this.#spare = page;
    } else if (next !== undefined && page.count + next.count <= PAGE_ROWS / 4) {
      page.join(next);
      this.#pages.splice(index + 1, 1);
    }
  }

  /** Messages from an id on, in order of id, at most `count`. */
  from(id: number, count: number): Message[] {
    const messages: Message[] = [];
    let index = this.#pageOf(id);
    for (let at = this.#pages[index]?.seek(id) ?? 0; messages.length < count; at++) {
      while (at === this.#pages[index]?.count) {
        index++;
        at = 0;
      }
      const page = this.#pages[index];
      if (page === undefined) break;
      messages.push(page.read(at));
    }
    return messages;
  }

  /** In order of id. Nothing may be changed meanwhile. */
  entries(): Generator<Message> {
    return messagesOf(this.#pages);
  }

  /** As it is now, whatever changes later: in order of id. */
  freeze(): { readonly entries: () => Generator<Message> } {
    this.#epoch++;
    const pages = this.#pages.slice();
    return { entries: () => messagesOf(pages) };
  }

  #newPage(): MessagePage {
    const spare = this.#spare;
    this.#spare = null;
    return spare?.epoch === this.#epoch ? spare : new MessagePage(this.#epoch);
  }

  #own(index: number): MessagePage {
    return (this.#pages[index] = (this.#pages[index] as MessagePage).in(this.#epoch));
  }

  /** The first page whose last id is not smaller; the number of pages: there is none. */
  #pageOf(id: number): number {
    const pages = this.#pages;
    let [low, high] = [0, pages.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const page = pages[middle] as MessagePage;
      if (page.id(page.count - 1) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function* messagesOf(pages: readonly MessagePage[]): Generator<Message> {
  for (const page of pages) for (let at = 0; at < page.count; at++) yield page.read(at);
}
