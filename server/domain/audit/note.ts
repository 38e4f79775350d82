/** The words of a person beside an entry of the audit. They may name people, so unlike the entry they can be erased. */
export type Note = { auditId: string; text: string };

/** Words of people, kept apart from the audit so that they can be erased and it stays. */
export interface NoteRows {
  insert(notes: Note[]): Promise<void>;
  /** The words beside these entries, by the entry's id. */
  ofEntries(auditIds: string[]): Promise<Map<string, string>>;
  /** Erases every word that was written about these subjects. The entries stay. */
  eraseOf(subjectIds: string[]): Promise<void>;
}
