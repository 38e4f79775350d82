import type { Me } from '../../shared/contract/session.ts';
import type { View } from '../panel/view.ts';
import { ChannelButtons } from './channel-buttons.tsx';
import type { ShareContent } from './channel-look.ts';

/**
 * The link with its one primary button, the channels, and the disclosure that the law and good manners ask for. While
 * the offer gives nothing the link still lands visitors, but no message promises them a reward.
 */
export function ShareCard({ view, me }: { view: View; me: Me }) {
  const { texts, share, linkCopy } = view;
  const { url, message } = me.share;
  const content: ShareContent = {
    text: `${message} ${texts.disclosure}`,
    url,
    subject: me.program.offer.title,
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
          <p class="small">{texts.disclosureNote(texts.disclosure)}</p>
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
