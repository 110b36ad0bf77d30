/**
 * Tests of drawn pictures, on the best driver here and once more on SwiftShader, which is what a bare machine has: its
 * vertices are snapped to sixteenths of a pixel, so tests may ask whether what they look at is coarse.
 */
import { drawnAfresh, drawnOn, DRIVERS } from './drawing-hosts.ts'

/**
 * @param script its `draw` gives the pictures with the driver's name.
 * @param tests declared once a driver; `pictures` may be asked from within them, and `again` draws them once more in
 * another process.
 */
export const onEachDriver = <T extends { readonly driver: string }>(
  title: string,
  script: URL,
  tests: (pictures: () => T, isCoarse: () => boolean, again: () => Promise<T>) => void,
): void => {
  for (const name of DRIVERS)
    describe(`${title}, ${name} @slow`, function () {
      this.timeout(600_000)
      let drawn: T | null = null
      const pictures = (): T => {
        if (drawn === null) throw new Error('nothing is drawn yet')
        return drawn
      }
      before(async () => {
        drawn = await drawnOn<T>(name, script)
      })
      tests(
        pictures,
        () => /swiftshader/i.test(pictures().driver),
        () => drawnAfresh<T>(name, script),
      )
    })
}
