import type { Me } from '../../shared/contract/session.ts';
import type { View } from '../panel/view.ts';
import { ChannelButtons } from './channel-buttons.tsx';
import type { ShareContent } from './channel-look.ts';

/**
 * The link with its one primary button, the channels, and, where inviting earns something, the disclosure that the law and
 * good manners ask for. While the offer gives nothing the link still lands visitors, but no message promises them a reward.
 */
export function ShareCard({ view, me }: { view: View; me: Me }) {
  const { texts, share, linkCopy } = view;
  const { url, message, disclosure } = me.share;
  const { title } = me.program.offer;
  const content: ShareContent = {
    // Sentences of their own: a message may come without its full stop. Nobody sends a link without a word.
    text: `${message.replace(/\P{P}$/u, '$&.')} ${disclosure ?? ''}`.trim() || title,
    url,
    subject: title,
  };
  const isRunning = me.program.status === 'active';
  const state = linkCopy.state.value;
  const QrCode = share.isQrOpen.value && share.more()?.QrCode;
  return (
    <div class="share">
      <div class="link">
        {state === 'manual' ? (
          <ManualLink url={url} label={texts.yourLink} />
        ) : (
          <ReadableLink url={url} label={texts.yourLink} />
        )}
        <button type="button" class="button primary" onClick={() => view.copyLink(url)}>
          {state === 'copied' ? texts.copied : texts.copy}
        </button>
      </div>
      {state === 'manual' && <p class="small">{texts.copyYourself}</p>}
      {isRunning && (
        <>
          <ChannelButtons view={view} channels={me.share.channels} content={content} />
          {QrCode && <QrCode url={url} label={texts.qrLabel} />}
          {disclosure && <p class="small">{texts.disclosureNote(disclosure)}</p>}
        </>
      )}
    </div>
  );
}

/** Where there is little room, the address before the code gives way first. */
function ReadableLink({ url, label }: { url: string; label: string }) {
  const [, host = '', code = ''] = /^\w+:\/\/(.*\/)([^/]*)$/.exec(url) ?? [];
  return (
    <p class="field">
      <span class="unseen">{label}: </span>
      <bdi dir="ltr">
        <span>{host}</span>
        <b>{code}</b>
      </bdi>
    </p>
  );
}

/** What is left where the browser refuses to copy: the whole link, selected. */
function ManualLink({ url, label }: { url: string; label: string }) {
  return <input class="field" dir="ltr" readOnly value={url} aria-label={label} ref={selectAll} />;
}

function selectAll(input: HTMLInputElement | null): void {
  input?.select();
}
