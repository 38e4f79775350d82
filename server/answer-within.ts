/** Resolves as `work` does, or to `otherwise` when that takes longer than so many ms. The work goes on by itself. */
export function answerWithin<R>(ms: number, work: Promise<R>, otherwise: R): Promise<R> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
