/**
 * The process that reads the scenario library: loading fifty scenarios takes seconds in which nobody would get
 * a state, and whatever a posted text does to the loader stays in here.
 */
import type { FromLibrary, ToLibrary } from './library-process.ts'
import { LibraryRefusal, openLibrary, type Library } from './library.ts'

const answer = async (library: Library, { id, method, args }: ToLibrary): Promise<FromLibrary> => {
  try {
    const acts = library as unknown as Readonly<
      Record<string, (...given: readonly unknown[]) => Promise<unknown>>
    >
    return { id, value: await acts[method](...args) }
  } catch (error) {
    if (error instanceof LibraryRefusal)
      return {
        id,
        refusal: { status: error.status, message: error.message, diagnostics: error.diagnostics },
      }
    return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

const library = openLibrary(JSON.parse(process.env['NEARMISS_LIBRARY']!) as Parameters<typeof openLibrary>[0])
process.on('message', (message: ToLibrary) => {
  void answer(library, message).then((said) => process.send?.(said))
})
process.on('disconnect', () => process.exit())
