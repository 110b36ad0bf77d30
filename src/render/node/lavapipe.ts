export const lavapipeEnvironment = async (): Promise<Record<string, string> | null> => Promise.resolve(null)
