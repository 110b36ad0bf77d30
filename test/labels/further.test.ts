/** Keypoints, lines, ground and traffic lights of drawn pictures, against the picture itself and against the road. */
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'chai'
import { createFurtherLabels, type CameraFrame, type ObjectLabel } from '../../src/labels/index.ts'
import { norm, sub, transformPoint, unproject, type Vec3 } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { SURFACE_KINDS } from '../../src/scenario/index.ts'
import { actorShape } from '../../src/shape/index.ts'
import { SEMANTIC_CLASSES, type SemanticClass } from '../../src/world/index.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import { bend, crossroads, HEIGHT, WIDTH, type Ground } from './draw-ground.ts'

const isClass = (frame: CameraFrame, i: number, ...names: SemanticClass[]): boolean =>
  names.some((name) => frame.semantic[i] === SEMANTIC_CLASSES.indexOf(name))

const worldAt = ({ view, depth, width }: CameraFrame, i: number): Vec3 =>
  transformPoint(view.pose, unproject(view.pinhole, (i % width) + 0.5, Math.floor(i / width) + 0.5, depth[i]))

/** The pixels at a place and next to it. */
const around = ([u, v]: readonly [number, number]): number[] =>
  [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => (Math.floor(v) + y) * WIDTH + Math.floor(u) + x))

/** From a point to a polyline, m. */
const toLine = (p: Vec3, points: readonly Vec3[]): number => {
  let least = Infinity
  for (let i = 1; i < points.length; i++) {
    const [a, way] = [points[i - 1], sub(points[i], points[i - 1])]
    const along = sub(p, a)
    const dot = (u: Vec3, v: Vec3): number => u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
    const k = Math.max(0, Math.min(1, dot(along, way) / Math.max(1e-12, dot(way, way))))
    least = Math.min(least, norm(sub(p, [a[0] + k * way[0], a[1] + k * way[1], a[2] + k * way[2]])))
  }
  return least
}

onEachDriver<Ground>('labels/further', new URL('draw-ground.ts', import.meta.url), (pictures) => {
  let ground: Ground
  before(() => {
    ground = pictures()
  })

  const objectOf = (frame: CameraFrame, actor: string): ObjectLabel => {
    const found = frame.objects.find((o) => o.actor === actor)
    if (!found) throw new Error(`${actor} has no label`)
    return found
  }

  it('put keypoints into the amodal box, and call seen what the picture shows there', () => {
    for (const { actor, instance, amodal, keypoints = [] } of ground.bend.objects) {
      expect(keypoints.length, actor).to.be.greaterThan(16)
      for (const { name, pixel, visibility } of keypoints) {
        const [u, v] = pixel!
        expect(u, `${actor} ${name}`).to.be.within(amodal[0] - 1.5, amodal[2] + 1.5)
        expect(v, `${actor} ${name}`).to.be.within(amodal[1] - 1.5, amodal[3] + 1.5)
        expect(visibility === 0).to.equal(u < 0 || v < 0 || u >= WIDTH || v >= HEIGHT)
        if (visibility !== 2) continue
        const round = around([u, v]).map((i) => ground.bend.instance[i])
        expect(round, `${actor} ${name}`).to.include(instance)
      }
    }
  })

  it('hide keypoints behind the body and behind others', () => {
    const seen = (actor: string): Set<string> =>
      new Set(
        (objectOf(ground.bend, actor).keypoints ?? []).filter((k) => k.visibility === 2).map((k) => k.name),
      )
    // The car comes towards the camera and shows its front and its right side.
    expect([...seen('askew')]).to.include.members([
      'front_light_right',
      'front_light_left',
      'front_wheel_right',
    ])
    for (const name of ['rear_light_left', 'rear_light_right', 'rear_plate_left', 'rear_wheel_left'])
      expect(seen('askew').has(name), name).to.equal(false)
    // The bus comes after it, half of it behind the car.
    expect(seen('bus').has('mirror_edge_left')).to.equal(true)
    for (const name of ['front_low_right', 'front_wheel_right', 'rear_up_left'])
      expect(seen('bus').has(name), name).to.equal(false)
    // Who walks ahead of the camera turns the back to it; the right leg swings, its knee before the left one.
    expect([...seen('walker')]).to.include.members(['left_ankle', 'right_ankle', 'left_elbow', 'left_knee'])
    expect(seen('walker').has('nose')).to.equal(false)
  })

  it('have the left on the left of who is seen from behind, and on the right of who comes', () => {
    const u = (actor: string, name: string): number =>
      objectOf(ground.bend, actor).keypoints!.find((k) => k.name === name)!.pixel![0]
    for (const who of ['walker', 'cyclist', 'biker'])
      expect(u(who, 'left_shoulder'), who).to.be.lessThan(u(who, 'right_shoulder'))
    expect(u('askew', 'front_light_left')).to.be.greaterThan(u('askew', 'front_light_right'))
    expect(u('bus', 'mirror_edge_left')).to.be.greaterThan(u('bus', 'front_up_right'))
  })

  it('lay lines on the paint that is drawn, and leave no paint without a line', () => {
    const frame = ground.bend
    const lines = frame.lines ?? []
    // Neither patch nor body covers these.
    const clear = lines
      .filter(({ marking, edge }) => marking === 'solid' && !edge)
      .flatMap(({ points }) => points)
      .filter(({ point, visible }) => visible && norm(sub(point, frame.view.pose.position)) < 40)
      .filter(({ pixel }) =>
        around(pixel).every((i) => frame.ground!.patch[i] === 0 && frame.instance[i] === 0),
      )
    expect(clear.length).to.be.greaterThan(20)
    expect(clear.filter(({ painted }) => painted).length / clear.length).to.be.greaterThan(0.95)

    const tracks = lines.filter(({ marking }) => marking !== 'none').map((l) => l.points.map((p) => p.point))
    let [near, all] = [0, 0]
    for (let i = 0; i < frame.depth.length; i += 3) {
      if (!isClass(frame, i, 'road-marking') || frame.depth[i] > 35) continue
      all++
      const point = worldAt(frame, i)
      if (tracks.some((track) => toLine(point, track) < 0.2)) near++
    }
    expect(all).to.be.greaterThan(300)
    expect(near / all).to.be.greaterThan(0.97)
  })

  it('say between which lanes a line runs, on which side of it they lie, and where the pavement ends', () => {
    const lines = ground.bend.lines ?? []
    const kinds = new Set(lines.map(({ lanes, edge }) => `${lanes[0]} ${lanes[1]} ${edge}`))
    expect([...kinds]).to.include.members(['-1 1 false', '-2 -1 false', 'null -2 false', '1 null false'])
    expect(lines.filter(({ edge }) => edge).length).to.be.greaterThan(1)
    // Up the picture is along the road: its right is the picture's right.
    const centre = lines
      .filter(({ lanes }) => lanes[0] === -1 && lanes[1] === 1)
      .flatMap(({ points }) => points.filter(({ painted }) => painted))
    // Well above the bonnet.
    const [from, to] = [centre[4].pixel, centre[5].pixel]
    const aside = (side: number): number => {
      const [du, dv] = [to[0] - from[0], to[1] - from[1]]
      const far = 12 / Math.hypot(du, dv)
      const [u, v] = [from[0] - side * dv * far, from[1] + side * du * far]
      const number = ground.bend.ground!.lane[Math.floor(v) * WIDTH + Math.floor(u)]
      return ground.bend.ground!.lanes[number - 1].lane
    }
    expect(aside(1)).to.equal(-1)
    expect(aside(-1)).to.equal(1)
  })

  it('call drivable what the picture calls road, and nothing else', () => {
    for (const frame of [ground.bend, ground.crossroads]) {
      const { drivable, lane, surface } = frame.ground!
      let [road, driven, walked, wrong] = [0, 0, 0, 0]
      for (let i = 0; i < drivable.length; i++) {
        const isPaved = isClass(frame, i, 'road', 'road-marking', 'shoulder')
        if (!isPaved && drivable[i] + lane[i] + surface[i] > 0) wrong++
        if (isClass(frame, i, 'road')) {
          road++
          if (drivable[i] === 1 || drivable[i] === 2) driven++
        }
        if (drivable[i] === 3 && isClass(frame, i, 'shoulder')) walked++
      }
      expect(wrong).to.equal(0)
      expect(road).to.be.greaterThan(10_000)
      expect(driven / road).to.be.greaterThan(0.99)
      if (frame === ground.crossroads) expect(walked).to.be.greaterThan(1000)
    }
  })

  it('find on every pixel of the pavement what physics finds there', () => {
    for (const [frame, scenario] of [
      [ground.bend, bend()],
      [ground.crossroads, crossroads()],
    ] as const) {
      const road = buildRoad(scenario.road, scenario.surface)
      const { surface, patch, lane, lanes } = frame.ground!
      const kinds = new Set<string>()
      let [same, all] = [0, 0]
      for (let i = 0; i < surface.length; i += 7) {
        if (!isClass(frame, i, 'road', 'road-marking', 'shoulder')) continue
        const [x, y] = worldAt(frame, i)
        const { kind, patch: index } = road.ground(x, y)
        const { s, t, road: on } = road.toRoad(x, y)
        const strip = road.stripsAt(s, on).find((l) => t >= l.right && t < l.left)
        all++
        kinds.add(SURFACE_KINDS[surface[i] - 1])
        const own = lane[i] === 0 ? undefined : lanes[lane[i] - 1]
        if (
          SURFACE_KINDS[surface[i] - 1] === kind &&
          patch[i] - 1 === index &&
          own?.lane === strip?.id &&
          (own === undefined || own.road === road.roads[on].id)
        )
          same++
      }
      expect(all).to.be.greaterThan(5000)
      // What differs lies on a border, by the rounding of a ray.
      expect(same / all).to.be.greaterThan(0.999)
      if (frame === ground.bend)
        expect([...kinds]).to.include.members([
          'dry-asphalt',
          'ice',
          'standing-water',
          'packed-snow',
          'gravel',
        ])
    }
  })

  it('show traffic lights as they are lit', () => {
    const { trafficLights = [], rgba, state } = ground.crossroads
    const south = trafficLights.find((l) => l.signal === 'light-south')!
    expect(south.shows).to.equal(state.lights!.find((l) => l.signal === 'light-south')!.shows)
    expect(south.shows).to.equal('green')
    expect(south.facing).to.equal(true)
    expect(trafficLights.find((l) => l.signal === 'light-north')!.facing).to.equal(false)
    const [left, top, right, bottom] = south.visible!
    const [a, b, c, d] = south.amodal
    expect(left >= a && top >= b && right <= c && bottom <= d).to.equal(true)
    // The lowest lamp shines green, the highest is dark.
    const lit = (from: number, to: number): number => {
      const own: number[] = []
      for (let v = Math.floor(from); v < to; v++)
        for (let u = left; u < right; u++)
          if (isClass(ground.crossroads, v * WIDTH + u, 'traffic-light'))
            own.push(rgba[4 * (v * WIDTH + u) + 1])
      return Math.max(...own)
    }
    const third = (bottom - top) / 3
    expect(lit(bottom - third, bottom)).to.be.greaterThan(1.5 * lit(top, top + third))
    expect(ground.bend.trafficLights).to.deep.equal([])
  })

  it('never feel what the sensor makes of the picture', () => {
    const scenario = bend()
    const shapes = new Map(scenario.actors.map((actor) => [actor.id, actorShape(actor, scenario.seed)]))
    const further = createFurtherLabels(scenario, buildRoad(scenario.road, scenario.surface), shapes)
    const noisy = { ...ground.bend, rgba: ground.bend.rgba.map((c) => 255 - c) }
    // Field by field: equal numbers need not be equal bytes in what Node serialises.
    const wanted = { ...further(ground.bend), rgba: noisy.rgba }
    expect(isDeepStrictEqual(further(noisy), wanted)).to.equal(true)
  })

  it('are made only where they are asked for', () => {
    const scenario = bend()
    const further = createFurtherLabels(scenario, buildRoad(scenario.road, scenario.surface), new Map())
    const extras = ['lines', 'ground', 'trafficLights']
    const plain = Object.fromEntries(
      Object.entries({
        ...ground.bend,
        sensor: { ...ground.bend.sensor, labels: ['box2d'] as const },
      }).filter(([key]) => !extras.includes(key)),
    ) as unknown as CameraFrame
    expect(further(plain)).to.deep.equal(plain)
  })
})
