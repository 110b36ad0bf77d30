/** Whose lorry it is: an invented name, a field of colour and joints on the walls of a box body. */
import type { Random, Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import { textQuads } from '../lettering.ts'
import { box, merged, span, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import type { AddPart } from './parts.ts'
import type { BoxBody } from './truck.ts'

/** Nobody's name: two syllables and a trade. */
const HEADS: readonly string[] = ['NOR', 'KAL', 'BER', 'TRA', 'LIN', 'SEG', 'HAM', 'DEL']
const TAILS: readonly string[] = ['DEN', 'MAR', 'TEX', 'LOG', 'FER', 'SAN', 'PEX', 'GATE']

const COLOURS: readonly Rgb[] = [
  [0.45, 0.02, 0.02],
  [0.02, 0.08, 0.3],
  [0.02, 0.2, 0.06],
  [0.6, 0.22, 0.01],
  [0.02, 0.2, 0.32],
]
const WHITE: Rgb = [0.7, 0.7, 0.69]

/** Letters stand this far off the wall, m: less would flicker far away. */
const OFF = 0.008

export const addLivery = (
  add: AddPart,
  spec: VehicleSpec,
  { front, floor, paint }: BoxBody,
  random: Random,
): void => {
  const name = `${HEADS[random.integer(HEADS.length)]}${TAILS[random.integer(TAILS.length)]}`
  const colour = COLOURS[random.integer(COLOURS.length)]
  const field = random.next() < 0.5
  const bright = Math.max(...paint) > 0.5
  const rear = -spec.rearOverhang
  const wall = spec.width / 2 - 0.012
  const middle = (front + rear) / 2
  const [low, high] = [floor + 0.3, spec.height - 0.35]
  const text = 0.45 * low + 0.55 * high
  const side = (name.length * 6 * 0.068) / 2
  const fits = Math.min(0.068, (0.068 * 0.4 * (front - rear)) / side)
  const back = Math.min(0.055, (1.7 * wall) / (6 * name.length))
  // A field of colour round the name, or the name alone.
  const ink = field || !bright ? WHITE : colour
  if (field) {
    const half = Math.min(side + 0.35, 0.46 * (front - rear))
    const height = 7 * fits * 0.5 + 0.3
    const boards: Mesh[] = [-1, 1].map((s) =>
      box(
        [middle - half, s < 0 ? -wall - 0.003 : wall - 0.02, text - height],
        [middle + half, s < 0 ? -wall + 0.02 : wall + 0.003, text + height],
      ),
    )
    boards.push(box([rear + 0.025, -0.82 * wall, text - 0.32], [rear + 0.04, 0.82 * wall, text + 0.32]))
    add('livery', merged(boards), 'paint', bright ? colour : COLOURS[0], 'body')
  }
  const words = [-1, 1].map((s) =>
    textQuads(name, fits, (u, v): Vec3 => [middle - s * u, s * (wall + OFF), text + v]),
  )
  words.push(textQuads(name, back, (u, v): Vec3 => [rear + 0.03 - OFF, -u, text + v]))
  add('lettering', merged(words), 'paint', ink, 'body', {
    thin: { width: back, on: !field ? paint : bright ? colour : COLOURS[0] },
  })
  // Joints of the wall's sheets.
  const count = Math.max(2, Math.round((front - rear) / 1.25))
  const joints = span(rear, front, count)
    .slice(1, -1)
    .flatMap((x) =>
      [-1, 1].map((s) =>
        box(
          [x - 0.008, s < 0 ? -wall - 0.002 : wall - 0.01, floor + 0.1],
          [x + 0.008, s < 0 ? -wall + 0.01 : wall + 0.002, spec.height - 0.09],
        ),
      ),
    )
  add('wall-joints', merged(joints), 'plastic', [0.4 * paint[0], 0.4 * paint[1], 0.4 * paint[2]], 'trim', {
    thin: { width: 0.016, on: paint },
  })
}
