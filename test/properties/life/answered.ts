/**
 * Waits for the answer to a deed, which must have one of these statuses: any other is a fault of the server. What is
 * refused for its state changes nothing, and is no fault.
 */
export async function answered(asked: Response | Promise<Response>, ...allowed: number[]): Promise<void> {
  const answer = await asked;
  if (!allowed.includes(answer.status))
    throw new Error(`It was answered ${answer.status}: ${await answer.text()}`);
}
