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
  it('packs instance, class and part so that each comes out again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65535 }),
        fc.constantFrom(...SEMANTIC_CLASSES),
        fc.constantFrom(...PARTS),
        (instance, semantic, part) => {
          const id = packId(instance, semantic, part)
          expect([instanceOf(id), SEMANTIC_CLASSES[semanticOf(id)], PARTS[partOf(id)]]).to.deep.equal([
            instance,
            semantic,
            part,
          ])
          expect(id).to.be.at.least(0)
        },
      ),
    )
  })
})
