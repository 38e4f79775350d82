import { reissueRequest } from '../../shared/contract/reward.ts';
import { valid } from '../config/valid.ts';
import { reissueReward } from '../domain/event/reissue-reward.ts';
import type { Call, Command } from './command.ts';
import { inSentences } from './in-sentences.ts';
import { namedKey } from './named-key.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn reissue REWARD_ID …`: gives a lost or stolen gift card once more, once two named keys have asked for it. */
export const reissue: Command = {
  name: 'reissue',
  usage: 'REWARD_ID --key ENV_NAME --reason TEXT --proof TEXT',
  summary: 'Give a lost or stolen gift card once more: asked for with one secret key, confirmed with another',
  options: ['key', 'reason', 'proof'],
  arity: 1,
  run(call) {
    const words = wordsOf(call);
    return withGoodturn(call, { declares: false }, async (deps) => {
      const [rewardId = ''] = call.args;
      const { site, keyName } = await namedKey(deps, call, 'rewards:review');
      const given = await inSentences(() => reissueReward(deps, { site, rewardId, keyName, ...words }));
      for (const alert of given?.alerts ?? []) deps.alerts.raise(alert);
      call.terminal.say(
        given
          ? `The gift card is given once more, as ${given.reward.id}; the old claim page shows nothing any more.`
          : `${keyName} has asked for it. Another named key confirms it with the same command.`,
      );
      return 0;
    });
  },
};

function wordsOf({ options: { reason = '', proof = '' } }: Call): { reason: string; proof: string } {
  return valid(reissueRequest, { reason, proof }, ({ path, message }) => `--${path} ${message}.`);
}
