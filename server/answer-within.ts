/** Resolves as `work` does, or to `otherwise` when that takes longer than so many ms. The work goes on by itself. */
export async function answerWithin<R>(ms: number, work: Promise<R>, otherwise: R): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<R>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
