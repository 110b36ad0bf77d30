/** Rule 8 of label truth, for legs and arms, pedals and wheels: flow takes each of them to where the next picture shows it. */
import { expect } from 'chai'
import { OpticalFlow } from '../../src/labels/index.ts'
import { instanceOf, moverOf } from '../../src/world/index.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import { HEIGHT, walkShapes, walkStates, walkView, WIDTH, type Walk } from './draw-walkers.ts'

const [WALKER, CYCLIST] = [1, 2]
const states = walkStates()
const view = walkView(states)

onEachDriver<Walk>('flow of who walks and rides', new URL('./draw-walkers.ts', import.meta.url), (walk) => {
  const flow = new OpticalFlow(walkShapes())
  const between = (from: number, to: number): Float32Array =>
    flow.between(walk().rasters[from], { view, state: states[from] }, { view, state: states[to] })

  for (const [from, to] of [
    [1, 2],
    [1, 0],
  ] as const)
    it(`${from < to ? 'forward' : 'backward'}: what is seen of each lands on it in the other picture`, () => {
      const [here, there] = [walk().rasters[from].ids, walk().rasters[to].ids]
      const moved = between(from, to)
      const landed = new Map<number, { count: number; hits: number }>()
      here.forEach((id, i) => {
        const instance = instanceOf(id)
        if (instance === 0) return
        const u = Math.floor((i % WIDTH) + 0.5 + moved[2 * i])
        const v = Math.floor(Math.floor(i / WIDTH) + 0.5 + moved[2 * i + 1])
        if (u < 1 || v < 1 || u > WIDTH - 2 || v > HEIGHT - 2) return
        // On an outline the very pixel may show what is behind; the same body may hide a limb behind another one.
        const near = [-1, 0, 1].some((dy) =>
          [-1, 0, 1].some((dx) => instanceOf(there[(v + dy) * WIDTH + u + dx]) === instance),
        )
        const sum = landed.get(instance) ?? { count: 0, hits: 0 }
        landed.set(instance, { count: sum.count + 1, hits: sum.hits + (near ? 1 : 0) })
      })
      // The walker stands before the cyclist, and hides some of what came from behind.
      for (const [instance, least] of [
        [WALKER, 0.999],
        [CYCLIST, 0.9],
      ] as const) {
        const { count, hits } = landed.get(instance)!
        expect(count).to.be.greaterThan(3000)
        expect(hits / count, `${instance}`).to.be.greaterThan(least)
      }
    })

  it('takes the middle of each limb and wheel to where it is next', () => {
    const [here, there] = [walk().rasters[1].ids, walk().rasters[2].ids]
    const moved = between(1, 2)
    /** Of what has an id: pixels, and the mean of where they are. */
    const middles = (ids: Uint32Array, by: Float32Array | null): Map<string, [number, number, number]> => {
      const sums = new Map<string, [number, number, number]>()
      ids.forEach((id, i) => {
        if (instanceOf(id) === 0) return
        const key = `${instanceOf(id)} ${moverOf(id)}`
        const sum = sums.get(key) ?? [0, 0, 0]
        sum[0]++
        sum[1] += (i % WIDTH) + (by?.[2 * i] ?? 0)
        sum[2] += Math.floor(i / WIDTH) + (by?.[2 * i + 1] ?? 0)
        sums.set(key, sum)
      })
      return sums
    }
    const [told, seen] = [middles(here, moved), middles(there, null)]
    let compared = 0
    for (const [key, [n, u, v]] of told) {
      const [m, u2, v2] = seen.get(key) ?? [0, 0, 0]
      // Where as much is seen of it in both, nothing came before it.
      if (n < 60 || Math.abs(n - m) > 0.02 * n) continue
      compared++
      expect(u / n, key).to.be.closeTo(u2 / m, 0.6)
      expect(v / n, key).to.be.closeTo(v2 / m, 0.6)
    }
    expect(compared).to.be.greaterThan(1)
  })
})
