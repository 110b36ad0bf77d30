/** Child process that draws what it is asked for: a script's `draw`, one after the other, on the driver of its environment. */
interface Script {
  readonly draw: () => Promise<unknown>
}

process.on('message', (script: string) => {
  const answer = async (): Promise<{ readonly value: unknown } | { readonly complaint: string }> => {
    try {
      const { draw } = (await import(script)) as Script
      return { value: await draw() }
    } catch (error) {
      return { complaint: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
  void answer().then((reply) => process.send?.(reply))
})
process.on('disconnect', () => process.exit(0))
