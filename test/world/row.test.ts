import { expect } from 'chai'
import fc from 'fast-check'
import {
  instanceOf,
  packId,
  partOf,
  PARTS,
  readRow,
  rowLayout,
  SEMANTIC_CLASSES,
  semanticOf,
  moverOf,
  writeRow,
} from '../../src/world/index.ts'
import { worldState } from './states.ts'

describe('state row', () => {
  it('holds a state exactly', () => {
    fc.assert(
      fc.property(worldState, (state) => {
        const layout = rowLayout(state)
        const row = new Float64Array(layout.size)
        writeRow(state, row)
        expect(readRow(layout, row)).to.deep.equal(state)
      }),
    )
  })
})

describe('pixel id', () => {
  it('packs instance, class, part and wheel so that each comes out again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65535 }),
        fc.constantFrom(...SEMANTIC_CLASSES),
        fc.constantFrom(...PARTS),
        fc.option(fc.integer({ min: 0, max: 30 })),
        (instance, semantic, part, wheel) => {
          const id = packId(instance, semantic, part, wheel)
          expect([
            instanceOf(id),
            SEMANTIC_CLASSES[semanticOf(id)],
            PARTS[partOf(id)],
            moverOf(id),
          ]).to.deep.equal([instance, semantic, part, wheel])
          expect(id).to.be.at.least(0)
        },
      ),
    )
  })
})
