import { expect } from 'chai'
import fc from 'fast-check'
import { readLink, writeLink } from '../../client/link.ts'
import { LAYERS } from '../../src/protocol/index.ts'
import { VIEW_MODES } from '../../client/view/cameras.ts'

describe('link to a run and a moment', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9-]{1,30}$/),
        fc.option(fc.nat(60_000)),
        fc.constantFrom(...VIEW_MODES),
        fc.stringMatching(/^[A-Za-z][\w-]{0,10}$/),
        fc.option(
          fc.record({
            kind: fc.constantFrom('sweep', 'data-set'),
            name: fc.stringMatching(/^[A-Za-z0-9_][\w.-]{0,20}$/),
          }),
        ),
        fc.option(
          fc.array(
            fc.record({
              sensor: fc.stringMatching(/^[a-z][\w.-]{0,15}$/),
              layer: fc.constantFrom(...LAYERS),
            }),
            {
              minLength: 1,
              maxLength: 7,
            },
          ),
        ),
        fc.boolean(),
        (run, hundredths, view, follow, sheet, panes, wide) => {
          const time = hundredths === null ? null : hundredths / 100
          const read = readLink(writeLink({ run, time, view, follow, sheet, panes, wide }))
          expect([read.run, read.time, read.sheet]).to.deep.equal([run, time, sheet])
          expect([read.panes, read.wide]).to.deep.equal([panes, wide])
          expect([read.view ?? 'chase', read.follow ?? 'ego']).to.deep.equal([view, follow])
        },
      ),
    )
  })

  it('reads nothing out of what is no link', () => {
    for (const hash of ['', '#', '#run=../x', '#run=A', '#t=-1&view=sideways', '#t=NaN', '#sweep=../x'])
      expect(readLink(hash)).to.deep.equal({
        ...{ run: null, time: null, view: null, follow: null, sheet: null, panes: null, wide: false },
      })
  })
})
