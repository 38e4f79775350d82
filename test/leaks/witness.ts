import { type Canary, findCanaries, type Hit, type Written } from './canaries.ts';

/**
 * `claim`: link and answer, `path`: where a claim is opened, `person`: e-mail, phone and legal name, `key`: what the
 * installation is configured with, `token`: what is signed or made for one session, visit or order.
 */
export type Kind = 'claim' | 'path' | 'person' | 'key' | 'token';

type Answer = Written & { gives: readonly Kind[] };

export type Witness = {
  /** A secret to look for, as the bytes that matter: the random part of an address, the signature of a token. */
  keep(kind: Kind, what: string, text: string): void;
  /** The secrets so far, all of them or those of some kinds. */
  kept(...kinds: Kind[]): Canary[];
  /** Notes an answer, headers and all, and gives its body back. `gives` names what the caller may learn from it. */
  hear(place: string, answer: Response, gives?: readonly Kind[]): Promise<string>;
  /** What was given in answers beyond what each of them is for. */
  overheard(): Hit[];
};

/** Remembers every secret that a run meets and every answer that it gets. */
export function startWitness(): Witness {
  const secrets: (Canary & { kind: Kind })[] = [];
  const answers: Answer[] = [];

  return {
    keep(kind, what, text) {
      secrets.push({ kind, what: `${kind}: ${what}`, text });
    },
    kept: (...kinds) => secrets.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)),
    async hear(place, answer, gives = []) {
      const body = await answer.text();
      const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
      answers.push({ place, bytes: [...headers, body].join('\n'), gives });
      return body;
    },
    overheard: () =>
      answers.flatMap((answer) =>
        findCanaries(
          [answer],
          secrets.filter(({ kind }) => !answer.gives.includes(kind)),
        ),
      ),
  };
}

/** The last part of an address or of a token: the part that nobody can guess. */
export function secretPart(text: string): string {
  return text.split(/[/.=]/).at(-1) ?? '';
}
