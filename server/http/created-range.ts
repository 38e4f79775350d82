type Range = { createdFrom?: string | undefined; createdTo?: string | undefined };

/** The bounds of a list's query as epoch ms. */
export function createdRange({ createdFrom, createdTo }: Range): {
  createdFrom?: number;
  createdTo?: number;
} {
  return {
    ...(createdFrom !== undefined && { createdFrom: Date.parse(createdFrom) }),
    ...(createdTo !== undefined && { createdTo: Date.parse(createdTo) }),
  };
}
