import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';

/**
 * Ends the use of a write's `db` with the write. All writes share one connection: a query that was started without
 * `await` would otherwise run inside its neighbour, or outside of every transaction.
 */
export class WriteScope implements KyselyPlugin {
  #over = false;

  end(): void {
    this.#over = true;
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (this.#over) throw new Error('This write is over: every query of it must be awaited inside it.');
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}
