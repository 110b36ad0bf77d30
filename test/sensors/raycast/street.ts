/** A street for the ray caster: walls, poles, a rough road, and boxes and tetrahedra that move. */
import { stream } from '../../../src/math/index.ts'
import type { Triangles } from '../../../src/sensors/index.ts'

type Point = readonly [number, number, number]

export const triangles = (list: readonly (readonly [Point, Point, Point])[]): Triangles => ({
  corners: Float32Array.from(list.flat(2)),
  tags: Uint32Array.from(list.keys()),
})

/** A box by its least and greatest corners. */
export const box = ([x0, y0, z0]: Point, [x1, y1, z1]: Point): (readonly [Point, Point, Point])[] => {
  const p = (i: number): Point => [i & 1 ? x1 : x0, i & 2 ? y1 : y0, i & 4 ? z1 : z0]
  const faces = [
    [0, 2, 6, 4],
    [1, 5, 7, 3],
    [0, 4, 5, 1],
    [2, 3, 7, 6],
    [0, 1, 3, 2],
    [4, 6, 7, 5],
  ] as const
  return faces.flatMap(([a, b, c, d]) => [[p(a), p(b), p(c)] as const, [p(a), p(c), p(d)] as const])
}

/** A road of small uneven triangles with houses and poles beside it, `count` of each. */
export const street = (seed: number, count: number): Triangles => {
  const random = stream(seed, 'street', 0)
  const between = (a: number, b: number): number => a + (b - a) * random.next()
  const list = []
  for (let i = 0; i < 200; i++)
    for (let j = 0; j < 20; j++) {
      const [x, y] = [i - 100, j - 10]
      const z = (u: number, v: number): number => 0.05 * Math.sin(u * 3.1 + v * 1.7)
      const at = (u: number, v: number): Point => [u, v, z(u, v)]
      list.push([at(x, y), at(x + 1, y), at(x + 1, y + 1)] as const)
      list.push([at(x, y), at(x + 1, y + 1), at(x, y + 1)] as const)
    }
  for (let i = 0; i < count; i++) {
    const [x, y] = [between(-100, 100), between(5, 40) * (random.next() < 0.5 ? -1 : 1)]
    list.push(...box([x, y, 0], [x + between(1, 6), y + between(1, 6), between(2, 9)]))
    const pole = between(-100, 100)
    list.push(...box([pole, 4, 0], [pole + 0.1, 4.1, between(1, 6)]))
  }
  return triangles(list)
}
