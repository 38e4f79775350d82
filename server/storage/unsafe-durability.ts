/** The database would answer before a commit is safe on disk, or forget a constraint. Its message is one sentence for the operator. */
export class UnsafeDurability extends Error {
  override name = 'UnsafeDurability';

  constructor(setting: string, found: string, needed: string) {
    super(
      `The database has ${setting} = ${found} but must have ${needed}, so Goodturn does not start on it.`,
    );
  }
}
