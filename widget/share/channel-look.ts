/** What is sent: the participant's words, the link, and for mail a subject. */
export type ShareContent = { text: string; url: string; subject: string };

/** How a channel is shown, and the address that opens it with the message filled in; none for what the browser serves. */
export type ChannelLook = { icon: string; link?(content: ShareContent): string };

/** Throughout: form encoding would put a `+` for every space into mails and chats. */
export const encode = encodeURIComponent;
