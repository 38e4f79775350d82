import { randomId } from './random-id.ts';
import type { Message, ShopState } from './state.ts';

/** "Sends a mail": the demo has no mail server, so letters wait on the page of the person they are for. */
export function putMessage(state: ShopState, customerId: string, about: Message['about']): Message {
  const message: Message = { id: randomId('msg'), customerId, sentAt: Date.now(), about };
  state.messages.push(message);
  return message;
}

/** Newest first. */
export function messagesOf(state: ShopState, customerId: string): Message[] {
  return state.messages.filter((message) => message.customerId === customerId).reverse();
}

export function isUnread(message: Message): boolean {
  return message.readAt === undefined;
}

/** Null as well when the message belongs to somebody else: its existence is nobody's business. */
export function findMessage(state: ShopState, customerId: string, id: string): Message | null {
  return messagesOf(state, customerId).find((message) => message.id === id) ?? null;
}
