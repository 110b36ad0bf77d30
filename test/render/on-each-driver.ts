/**
 * Tests of drawn pictures, on the best driver here and once more on SwiftShader, which is what a bare machine has: its
 * vertices are snapped to sixteenths of a pixel, so tests may ask whether what they look at is coarse.
 */
import { swiftshaderEnvironment } from '../../src/render/node/swiftshader.ts'
import { inDrawingProcess } from './in-drawing-process.ts'

/**
 * @param script draws, sends the pictures with the driver's name, and exits.
 * @param tests declared once a driver; `pictures` may be asked from within them.
 */
// The caller knows what its script sends: a type that only the callback meets is the point.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export const onEachDriver = <T extends { readonly driver: string }>(
  title: string,
  script: URL,
  tests: (pictures: () => T, isCoarse: () => boolean) => void,
): void => {
  for (const name of ['the best driver', 'SwiftShader'])
    describe(`${title}, ${name} @slow`, function () {
      this.timeout(180_000)
      let drawn: T | null = null
      const pictures = (): T => {
        if (drawn === null) throw new Error('nothing is drawn yet')
        return drawn
      }
      before(async () => {
        const env = name === 'SwiftShader' ? await swiftshaderEnvironment() : null
        drawn = await (env === null ? inDrawingProcess<T>(script) : inDrawingProcess<T>(script, env))
      })
      tests(pictures, () => /swiftshader/i.test(pictures().driver))
    })
}
