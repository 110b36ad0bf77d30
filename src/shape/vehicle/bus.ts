/** A city bus: low floor, much glass, doors on the right (for traffic that keeps right), an engine behind. */
import { stream, type Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import { textQuads } from '../lettering.ts'
import {
  MeshBuilder,
  bothSides,
  box,
  merged,
  roundedBox,
  span,
  tube,
  type Field,
  type Rgb,
} from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import { coach, type Coach, type Wall } from './coach.ts'
import { BLACK_TRIM, GLASS, GREY_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { PLATE_GROUND, PLATE_TEXT, plate, plateText } from './plate.ts'
import { archRadius, floorUnder, wheelWell } from './underside.ts'

const PAINT = ['paint']
const FINE = 0.22
/** Bands of height, as shares of the bus's. */
const BELT = 0.36
const GLASS_TOP = 0.79

export const addBus = (add: AddPart, spec: VehicleSpec, paint: Rgb, seed: number, id: string): void => {
  const front = spec.length - spec.rearOverhang
  const [h, w] = [spec.height, spec.width / 2]
  const bottom = spec.groundClearance + 0.1
  const body = coach(
    {
      // The wipers stand before it.
      front: front - 0.012,
      rear: -spec.rearOverhang,
      halfWidth: w,
      bottom,
      top: h,
      cornerFront: 0.3,
      cornerRear: 0.2,
      edge: 0.2,
      bow: 0.12,
      rake: 0.16,
    },
    [bottom + 0.15, 0.2 * h, 0.28 * h, BELT * h, 0.5 * h, 0.65 * h, GLASS_TOP * h, 0.85 * h],
  )
  const doors = doorsOf(spec)
  cutArches(body, spec)
  cutFront(body, h, w)
  cutTail(body, h, w)
  cutSides(body, spec, doors)
  addSkin(add, body, paint)
  addUnderside(add, body, spec)
  addInside(add, body, spec)
  addOutside(add, body, stream(seed, id, 'bus').integer(90) + 10)
  addPlates(add, body, spec, plateText(stream(seed, id, 'plate')))
}

/** [rear edge, front edge] of each door on the right, m. */
const doorsOf = (spec: VehicleSpec): (readonly [number, number])[] => {
  const front = spec.length - spec.rearOverhang
  const [first, last] = [spec.axles[0], spec.axles[spec.axles.length - 1]]
  const clear = first.x + archRadius(first) + 0.12
  const middle = (first.x + last.x) / 2 - 0.2
  return [
    [Math.max(clear, front - 1.75), front - 0.5],
    [middle - 0.65, middle + 0.65],
    ...(spec.rearOverhang > 2.9
      ? [[last.x - archRadius(last) - 1.55, last.x - archRadius(last) - 0.35] as const]
      : []),
  ]
}

const cutArches = ({ panel }: Coach, spec: VehicleSpec): void => {
  for (const axle of spec.axles) {
    const arch: Field = ({ p: [x, y, z] }) =>
      Math.abs(y) < 0.8 * (spec.width / 2)
        ? 1
        : Math.hypot(x - axle.x, z - axle.wheelRadius) - archRadius(axle)
    panel.region('arch-rim', (q) => arch(q) - 0.03, PAINT, FINE)
    panel.region(`arch ${axle.x}`, arch, ['arch-rim'], FINE)
  }
}

/** A pane in a black frame. */
const glaze = ({ panel }: Coach, field: Field, rim: number): void => {
  panel.region('frame', (q) => field(q) - rim, PAINT, FINE)
  panel.region('glass', field, ['frame'])
}

const cutFront = (body: Coach, h: number, w: number): void => {
  const { panel, rectangle, outline } = body
  glaze(body, rectangle('front', -w + 0.1, w - 0.1, 0.33 * h, GLASS_TOP * h, 0.06), 0.05)
  panel.region(
    'frame',
    rectangle('front', -w + 0.22, w - 0.22, GLASS_TOP * h, 0.935 * h, 0.04),
    ['paint', 'frame'],
    FINE,
  )
  panel.region('sign', rectangle('front', -w + 0.35, w - 0.35, 0.82 * h, 0.915 * h, 0.01), ['frame'], FINE)
  panel.region('trim', rectangle('front', -w - 0.4, w + 0.4, 0, 0.135 * h, 0.01), PAINT)
  for (const s of [1, -1]) {
    const lamp = outline(
      'front',
      mirror(s, [
        [0.6 * w, 0.2 * h],
        [0.93 * w, 0.2 * h],
        [0.96 * w, 0.255 * h],
        [0.6 * w, 0.245 * h],
      ]),
      0.02,
    )
    panel.region('lamp-frame', (q) => lamp(q) - 0.012, PAINT, 0.12)
    panel.region('housing', lamp, ['lamp-frame'], 0.07)
    for (const [u, r] of [
      [0.68, 0.055],
      [0.81, 0.055],
    ])
      panel.region(
        'head',
        ({ p: [x, y, z] }) => (x < 0 ? 1 : Math.hypot(y - s * u * w, z - 0.225 * h) - r),
        ['housing'],
        0.05,
      )
    panel.region(
      s > 0 ? 'indicator-left' : 'indicator-right',
      rectangle(
        'front',
        Math.min(s * 0.88, s * 0.95) * w,
        Math.max(s * 0.88, s * 0.95) * w,
        0.205 * h,
        0.245 * h,
        0.006,
      ),
      ['housing'],
      0.05,
    )
  }
  panel.region('grille', rectangle('front', -0.3 * w, 0.3 * w, 0.17 * h, 0.2 * h, 0.015), PAINT, 0.1)
}

const cutTail = (body: Coach, h: number, w: number): void => {
  const { panel, rectangle } = body
  glaze(body, rectangle('rear', -w + 0.3, w - 0.3, 0.53 * h, 0.77 * h, 0.06), 0.04)
  panel.region('grille', rectangle('rear', -0.55 * w, 0.55 * w, 0.33 * h, 0.48 * h, 0.02), PAINT, 0.15)
  panel.region('trim', rectangle('rear', -w, w, 0, 0.14 * h, 0.01), PAINT)
  for (const s of [1, -1]) {
    const strip = (low: number, high: number): Field =>
      rectangle(
        'rear',
        Math.min(s * 0.76, s * 0.94) * w,
        Math.max(s * 0.76, s * 0.94) * w,
        low * h,
        high * h,
        0.025,
      )
    panel.region('lamp-frame', strip(0.185, 0.475), PAINT, 0.12)
    panel.region('tail', strip(0.4, 0.465), ['lamp-frame'], 0.07)
    panel.region('brake', strip(0.325, 0.39), ['lamp-frame'], 0.07)
    panel.region(s > 0 ? 'indicator-left' : 'indicator-right', strip(0.25, 0.315), ['lamp-frame'], 0.07)
    panel.region('reverse', strip(0.195, 0.24), ['lamp-frame'], 0.07)
  }
  panel.region('brake', rectangle('rear', -0.16, 0.16, 0.9 * h, 0.915 * h, 0.004), PAINT, 0.07)
}

const cutSides = (body: Coach, spec: VehicleSpec, doors: readonly (readonly [number, number])[]): void => {
  const { panel, rectangle } = body
  const h = spec.height
  const [front, rear] = [spec.length - spec.rearOverhang, -spec.rearOverhang]
  const low = 0.1 + spec.groundClearance + 0.05
  for (const [from, to] of doors) {
    panel.region('frame', rectangle('right', from, to, low, GLASS_TOP * h, 0.02), PAINT, FINE)
    const half = (from + to) / 2
    for (const [a, b] of [
      [from, half],
      [half, to],
    ])
      panel.region(
        'glass',
        rectangle('right', a + 0.06, b - 0.06, low + 0.12, GLASS_TOP * h - 0.1, 0.05),
        ['frame'],
        FINE,
      )
  }
  const band = (wall: Wall, from: number, to: number): void => {
    panel.region('frame', rectangle(wall, from, to, BELT * h, GLASS_TOP * h, 0.05), PAINT, FINE)
    const panes = Math.max(1, Math.round((to - from) / 1.45))
    const wide = (to - from) / panes
    for (let i = 0; i < panes; i++) {
      const [a, b] = [from + i * wide + 0.035, from + (i + 1) * wide - 0.035]
      panel.region(
        'glass',
        rectangle(wall, a, b, BELT * h + 0.04, GLASS_TOP * h - 0.04, 0.05),
        ['frame'],
        FINE,
      )
      // Hinged windows at the top.
      if (i % 2 === 1)
        panel.line(
          'frame',
          ({ b: z }) => z - 0.66 * h,
          0.025,
          ['glass'],
          ({ p: [x, y] }) => x > a && x < b && Math.abs(y) > 0.9 && y > 0 === (wall === 'left'),
        )
    }
  }
  band('left', rear + 1.1, front - 0.55)
  const stops = [rear + 1.1, ...[...doors].reverse().flat(), front]
  for (let i = 0; i + 1 < stops.length - 1; i += 2)
    if (stops[i + 1] - stops[i] > 0.5) band('right', stops[i] + 0.04, stops[i + 1] - 0.04)
  // A skirt that opens in flaps.
  const seam = (x: number): void => {
    panel.line(
      'seam',
      ({ p: [at] }) => at - x,
      0.01,
      PAINT,
      ({ p: [, y, z] }) => Math.abs(y) > 1 && z < BELT * h,
    )
  }
  for (const x of span(rear + 1.2, front - 2, 7)) seam(x)
  panel.line(
    'seam',
    ({ b: z }) => z - 0.3 * h,
    0.01,
    PAINT,
    ({ p: [x, y] }) => Math.abs(y) > 1 && x < front - 1.8,
  )
}

/** Corners for the left side or their mirror image for the right, still anticlockwise or not: it does not matter. */
const mirror = (s: number, corners: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
  corners.map(([y, z]) => [s * y, z])

const addSkin = (add: AddPart, { panel, roof }: Coach, paint: Rgb): void => {
  add('body', merged([panel.mesh('paint'), roof]), 'paint', paint, 'body')
  add('seams', panel.mesh('seam'), 'plastic', [0.3 * paint[0], 0.3 * paint[1], 0.3 * paint[2]], 'trim')
  add('trim', merged([panel.mesh('trim'), panel.mesh('arch-rim')]), 'plastic', GREY_TRIM, 'trim')
  add('window-frames', panel.mesh('frame'), 'plastic', BLACK_TRIM, 'trim')
  add('glass', panel.mesh('glass', -0.004), 'glass', GLASS, 'window')
  add('grille', panel.mesh('grille'), 'plastic', BLACK_TRIM, 'trim')
  add('lamp-frames', panel.mesh('lamp-frame'), 'plastic', BLACK_TRIM, 'trim')
  add('lamp-housing', panel.mesh('housing'), 'chrome', [0.16, 0.16, 0.17], 'light')
  for (const lamp of ['head', 'tail', 'brake', 'reverse', 'indicator-left', 'indicator-right'] as const)
    add(lamp, panel.mesh(lamp), 'lamp', LAMP_COLOURS[lamp], 'light', { lamp })
  add('sign', panel.mesh('sign'), 'plastic', [0.006, 0.006, 0.006], 'trim')
}

const addUnderside = (add: AddPart, body: Coach, spec: VehicleSpec): void => {
  const { band, plan, lines, panel } = body
  const meshes = [floorUnder((a) => band(a, plan.bottom), lines, spec.axles)]
  for (const axle of spec.axles) {
    const radius = archRadius(axle)
    const onArch = ({ p: [x, , z] }: { readonly p: Vec3 }): boolean =>
      Math.abs(Math.hypot(x - axle.x, z - axle.wheelRadius) - radius) < 0.004
    const lip = ([x, y, z]: Vec3): Vec3 => [x, y - Math.sign(y) * 0.05, z]
    meshes.push(panel.reveal(`arch ${axle.x}`, lip, onArch), bothSides(wheelWell(axle, () => plan.halfWidth)))
  }
  add('underside', merged(meshes), 'plastic', BLACK_TRIM, 'body')
}

const addInside = (add: AddPart, { panel, plan }: Coach, spec: VehicleSpec): void => {
  const [front, rear, w] = [plan.front, plan.rear, plan.halfWidth]
  const floor = spec.groundClearance + 0.24
  const deep = 0.05
  const [belt, cove] = [BELT * plan.top, GLASS_TOP * plan.top]
  const lining = panel.lining(['frame'], deep)
  const ceiling = new MeshBuilder()
  ceiling.face([
    [rear + 0.25, -w + 0.25, plan.top - 0.16],
    [rear + 0.25, w - 0.25, plan.top - 0.16],
    [front - 0.5, w - 0.25, plan.top - 0.16],
    [front - 0.5, -w + 0.25, plan.top - 0.16],
  ])
  const things: Mesh[] = [
    box([rear + 0.1, -w + 0.07, floor - 0.05], [front - 0.35, w - 0.07, floor]),
    // Wheel boxes and the engine under the last rows.
    ...spec.axles.map((a) => {
      const [top, half] = [a.wheelRadius + archRadius(a) + 0.05, archRadius(a) + 0.05]
      return bothSides(box([a.x - half, w - 0.62, top], [a.x + half, w - 0.08, top + 0.05]))
    }),
    box([rear + 0.1, -w + 0.1, floor], [rear + 1.1, w - 0.1, floor + 0.75]),
    // The driver's place.
    roundedBox([front - 0.85, 0.25, floor + 0.55], [front - 0.45, w - 0.1, floor + 0.85], 0.05, 2),
    box([front - 1.75, 0.2, floor], [front - 1.7, w - 0.1, floor + 1.35]),
    lining,
    ceiling.build(),
    // Walls below and above the windows.
    bothSides(box([rear + 0.4, w - deep - 0.03, floor], [rear + 1.1, w - deep, cove])),
    ...between(spec, rear + 1.1, front - 0.6).map(([from, to]) =>
      box([from, w - deep - 0.03, floor], [to, w - deep, belt]),
    ),
    bothSides(box([rear + 0.4, w - deep - 0.1, cove], [front - 0.4, w - deep, plan.top - 0.15])),
    box([rear + 0.06, -w + 0.2, floor], [rear + 0.1, w - 0.2, 0.52 * plan.top]),
  ]
  add('interior', merged(things), 'interior', [0.05, 0.05, 0.052], 'interior')
  const seats: Mesh[] = [seat(front - 1.5, 0.62, floor + 0.15)]
  for (let x = rear + 1.35; x < front - 2.6; x += 0.82)
    for (const y of [w - 0.35, w - 0.8, -(w - 0.35), -(w - 0.8)]) {
      // Standing room at the doors.
      if (y < 0 && x > spec.axles[1].x + 1 && x < spec.axles[0].x - 1.2) continue
      seats.push(seat(x, y, floor + 0.12))
    }
  add('seats', merged(seats), 'interior', [0.03, 0.06, 0.15], 'interior')
  const poles = span(rear + 2, front - 2.6, 5).flatMap((x) =>
    [0.42, -0.42].map((y) =>
      tube(
        [
          [x, y, floor],
          [x, y, plan.top - 0.18],
        ],
        () => 0.017,
        5,
      ),
    ),
  )
  add('poles', merged(poles), 'interior', [0.45, 0.3, 0.02], 'interior')
}

/** Stretches of the side between the wheel arches, [rear end, front end]. */
const between = (spec: VehicleSpec, rear: number, front: number): (readonly [number, number])[] => {
  const ends = [...spec.axles]
    .reverse()
    .flatMap((a) => [a.x - archRadius(a) - 0.06, a.x + archRadius(a) + 0.06])
  const all = [rear, ...ends, front]
  return all.flatMap((from, i) => (i % 2 === 0 ? [[from, all[i + 1]] as const] : []))
}

const seat = (x: number, y: number, z: number): Mesh =>
  merged([
    roundedBox([x - 0.02, y - 0.2, z + 0.25], [x + 0.42, y + 0.2, z + 0.36], 0.04, 2),
    roundedBox([x - 0.07, y - 0.2, z + 0.3], [x + 0.02, y + 0.2, z + 1], 0.04, 2),
  ])

/** Mirrors on arms, wipers, what the sign says, hatches on the roof. */
const addOutside = (add: AddPart, { plan, noseAt }: Coach, line: number): void => {
  const { front, halfWidth: w, top: h } = plan
  const arm = (s: number): Mesh =>
    tube(
      [
        [front - 0.5, s * (w - 0.12), 0.86 * h],
        [front - 0.1, s * (w + 0.1), 0.87 * h],
        [front + 0.1, s * (w + 0.14), 0.83 * h],
        [front + 0.1, s * (w + 0.14), 0.78 * h],
      ],
      () => 0.022,
      6,
    )
  add('mirror-arms', merged([arm(1), arm(-1)]), 'plastic', BLACK_TRIM, 'mirror')
  const shell = roundedBox([front + 0.03, w + 0.03, 0.62 * h], [front + 0.16, w + 0.25, 0.785 * h], 0.045, 4)
  add('mirrors', bothSides(shell), 'plastic', BLACK_TRIM, 'mirror')
  const glass = new MeshBuilder()
  glass.face([
    [front + 0.0285, w + 0.225, 0.635 * h],
    [front + 0.0285, w + 0.055, 0.635 * h],
    [front + 0.0285, w + 0.055, 0.77 * h],
    [front + 0.0285, w + 0.225, 0.77 * h],
  ])
  add('mirror-glass', bothSides(glass.build()), 'glass', [0.25, 0.27, 0.3], 'mirror')
  const blade = (from: number, to: number): Mesh =>
    tube(
      span(0, 1, 6).map((u): Vec3 => {
        const [y, z] = [(from + (to - from) * u) * w, (0.345 + 0.16 * u) * h]
        return [noseAt(y, z) + 0.012, y, z]
      }),
      () => 0.009,
      4,
    )
  add('wipers', merged([blade(0.08, 0.62), blade(-0.08, -0.62)]), 'plastic', BLACK_TRIM, 'trim')
  const text = textQuads(`${line} CENTRAL`, 0.026, (u, v) => {
    const z = 0.868 * h + v
    return [noseAt(u, z) + 0.006, u, z]
  })
  add('sign-text', text, 'plate', [0.75, 0.35, 0.02], 'trim')
}

const addPlates = (add: AddPart, { plan, noseAt }: Coach, spec: VehicleSpec, text: string): void => {
  const z = 0.115 * spec.height
  const [one, other] = [
    plate(text, [noseAt(0, z) + 0.012, 0, z + 0.02], 1),
    plate(text, [plan.rear - 0.002, 0, 0.2 * spec.height], -1),
  ]
  add('plates', merged([one.ground, other.ground]), 'plate', PLATE_GROUND, 'plate')
  add('plate-text', merged([one.text, other.text]), 'plate', [0.01, 0.01, 0.012], 'plate', {
    thin: PLATE_TEXT,
  })
  add('plate-bands', merged([one.band, other.band]), 'plate', [0.02, 0.06, 0.3], 'plate')
}
