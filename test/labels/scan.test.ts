import { expect } from 'chai'
import fc from 'fast-check'
import { scanIds } from '../../src/labels/scan.ts'
import { instanceOf, packId, semanticOf, SEMANTIC_CLASSES } from '../../src/world/index.ts'

const INSTANCES = 5

const picture = fc.integer({ min: 1, max: 12 }).chain((width) =>
  fc.integer({ min: 1, max: 12 }).chain((height) =>
    fc
      .array(
        fc.tuple(
          fc.integer({ min: 0, max: INSTANCES }),
          fc.constantFrom(...SEMANTIC_CLASSES),
          fc.constantFrom('body' as const, 'wheel' as const),
        ),
        { minLength: width * height, maxLength: width * height },
      )
      .map((pixels) => ({
        width,
        height,
        ids: Uint32Array.from(pixels, ([who, cls, part]) => packId(who, cls, part)),
      })),
  ),
)

describe('labels/scan', () => {
  it('splits every id into its class and instance', () => {
    fc.assert(
      fc.property(picture, ({ ids, width, height }) => {
        const scan = scanIds(ids, width, height, INSTANCES)
        expect([...scan.semantic]).to.deep.equal([...ids].map(semanticOf))
        expect([...scan.instance]).to.deep.equal([...ids].map(instanceOf))
      }),
    )
  })

  it('finds the count and the tight box of every instance', () => {
    fc.assert(
      fc.property(picture, ({ ids, width, height }) => {
        const scan = scanIds(ids, width, height, INSTANCES)
        for (let who = 1; who <= INSTANCES; who++) {
          const mine = [...ids.keys()].filter((i) => instanceOf(ids[i]) === who)
          const xs = mine.map((i) => i % width)
          const ys = mine.map((i) => Math.floor(i / width))
          expect(scan.visible(who)).to.deep.equal(
            mine.length === 0
              ? undefined
              : {
                  pixels: mine.length,
                  box: [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1],
                },
          )
        }
      }),
    )
  })

  it('refuses an instance that nobody has, and a picture of another size', () => {
    const ids = new Uint32Array(12)
    ids[7] = packId(3, 'car')
    expect(() => scanIds(ids, 4, 3, 2)).to.throw(RangeError, 'pixel (3, 1) shows instance 3 of 2')
    expect(() => scanIds(ids, 4, 4, 3)).to.throw(RangeError, '12 ids do not fill a picture of 4 x 4')
  })
})
