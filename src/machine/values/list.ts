/** A list of byte strings in chunks. */
export class List {
  readonly type = 'list';
}
