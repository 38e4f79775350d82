import type { ShareChannel } from '../../shared/contract/session.ts';

/** What is sent: the participant's words, the link, and for mail a subject. */
export type ShareContent = { text: string; url: string; subject: string };

type LinkedChannel = Exclude<ShareChannel, 'native' | 'copy' | 'qr'>;

/**
 * The address that opens a channel with the message filled in, or null for a channel without one.
 * `encodeURIComponent` throughout: form encoding would put a `+` for every space into mails and chats.
 */
export function shareLink(channel: ShareChannel, { text, url, subject }: ShareContent): string | null {
  const message = encodeURIComponent(`${text} ${url}`);
  const words = encodeURIComponent(text);
  const link = encodeURIComponent(url);
  const links: Record<LinkedChannel, string> = {
    whatsapp: `https://wa.me/?text=${message}`,
    email: `mailto:?subject=${encodeURIComponent(subject)}&body=${words}%0D%0A%0D%0A${link}`,
    // iOS wants `&body`, RFC 5724 wants `?body`: this spelling serves both.
    sms: `sms:?&body=${message}`,
    telegram: `https://t.me/share/url?url=${link}&text=${words}`,
    x: `https://x.com/intent/tweet?text=${words}&url=${link}`,
    facebook: `https://www.facebook.com/sharer/sharer.php?u=${link}`,
    linkedin: `https://www.linkedin.com/sharing/share-offsite/?url=${link}`,
  };
  return (links as Partial<Record<ShareChannel, string>>)[channel] ?? null;
}
