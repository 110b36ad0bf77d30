import { expect } from 'chai'
import fc from 'fast-check'
import { encodeRuns, maskRuns, type Box2d } from '../../src/labels/index.ts'
import { decodeRuns } from './decode-runs.ts'

/** Expected texts: pycocotools.mask.encode of cocodataset/cocoapi at 8c9bcc3. */
const KNOWN: readonly (readonly [string, readonly string[], string])[] = [
  ['a block', ['.....', '.###.', '.###.', '.....'], '5220003'],
  ['a block and the first pixel', ['#....', '.###.', '.###.', '.....'], '0141N0003'],
  [
    'noise',
    ['.#.......', '#.#.#.#.#', '..##.###.', '..#..###.', '##.###.#.', '.#....#..', '..#.##..#'],
    '11200011O10N00O020O0O012ON020N220N10',
  ],
]

const fromRows = (rows: readonly string[]): { mask: Uint16Array; width: number; height: number } => ({
  mask: Uint16Array.from(Array.from(rows.join(''), (c) => (c === '#' ? 7 : 2))),
  width: rows[0].length,
  height: rows.length,
})

const boxOfMask = (mask: Uint16Array, width: number): Box2d => {
  const on = [...mask.keys()].filter((i) => mask[i] === 7)
  const xs = on.map((i) => i % width)
  const ys = on.map((i) => Math.floor(i / width))
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1]
}

const masks = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 3, 7, 7), { minLength: width * height, maxLength: width * height })
      .filter((m) => m.includes(7))
      .map((m) => ({ mask: Uint16Array.from(m), width, height })),
  )

const paint = (runs: readonly number[], width: number, height: number): boolean[] => {
  const columns = runs.flatMap((run, i) => new Array<boolean>(run).fill(i % 2 === 1))
  expect(columns).to.have.length(width * height)
  return Array.from(
    { length: width * height },
    (_, i) => columns[(i % width) * height + Math.floor(i / width)],
  )
}

describe('labels/rle', () => {
  for (const [name, rows, text] of KNOWN)
    it(`writes ${name} as pycocotools does`, () => {
      const { mask, width, height } = fromRows(rows)
      expect(encodeRuns(maskRuns(mask, width, height, 7, boxOfMask(mask, width)))).to.equal(text)
      expect(encodeRuns(maskRuns(mask, width, height, 7, [0, 0, width, height]))).to.equal(text)
    })

  it('writes long runs as pycocotools does', () => {
    // A bar over the whole height of 1280 x 720, and then two blocks.
    expect(encodeRuns([72_000, 3600, 846_000])).to.equal('PZV2``3`Uji0')
    const blocks = new Uint16Array(1280 * 720)
    for (let y = 0; y < 720; y++)
      for (let x = 0; x < 1280; x++)
        if ((x >= 100 && x < 105 && y >= 100 && y < 300) || (x >= 700 && x < 710 && y >= 5 && y < 9))
          blocks[y * 1280 + x] = 7
    expect(encodeRuns(maskRuns(blocks, 1280, 720, 7, [100, 5, 710, 300]))).to.equal(
      'T]V2X6X`00000000aXR=lIcmmB00000000000000000kh`<',
    )
  })

  it('paints the same mask again, whatever box holds it', () => {
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const runs = maskRuns(mask, width, height, 7, boxOfMask(mask, width))
        expect(runs).to.deep.equal(maskRuns(mask, width, height, 7, [0, 0, width, height]))
        expect(paint(runs, width, height)).to.deep.equal([...mask].map((v) => v === 7))
      }),
    )
  })

  it('reads its own text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4_000_000 }), { minLength: 1, maxLength: 60 }),
        (runs) => {
          expect(decodeRuns(encodeRuns(runs))).to.deep.equal(runs)
        },
      ),
    )
  })
})
