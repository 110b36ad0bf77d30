/**
 * What vehicles leave in the air behind them: spray off wet roads and powder off snow (shape/plumes.ts, which lidars meet
 * too), and in the cold the steam of their exhausts. Puffs that stand in the air; where each one is follows from the state,
 * and how it looks from its own number. In the picture alone.
 */
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { norm, rotate, scramble, smoothstep, sub, transformPoint, type Vec3 } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import { isVehicle, type ConcreteScenario, type Weather } from '../scenario/index.ts'
import { plumesOf, RISES, thinnedAt, WIDENS, type Plume } from '../shape/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import type { Rgb } from './sky.ts'
import { createSprites, type Sprites } from './sprites.ts'

/** Puffs of a picture; of a plume there is one on either side every so many metres. */
const MOST = 2400
const SPACING = 0.8
/** Puffs are soft, and little of one is as dense as its middle: the way through the plume counts so many times there. */
const OVERLAP = 1.3
/** Farther from the viewer none is drawn, m. */
const FARTHEST = 160

/** Steam shows below this temperature, K, and is dense at that one. */
const STEAM = [278, 265] as const
/** A puff leaves the pipe so often, s, and is gone after this time. */
const PUFF_EVERY = 0.09
const PUFF_LASTS = 1.3
/** Above this speed it is torn apart, m/s. */
const TORN = 14
const STEAM_COVER = 0.2

/** 0..1, the same for ever for these numbers. */
const chance = (a: number, b: number, c: number): number =>
  (scramble(Math.imul(a, 73856093) ^ Math.imul(b, 19349663) ^ Math.imul(c, 83492791)) >>> 0) / 4294967296

export interface Wakes {
  readonly sprites: Sprites
  /** @param colorAt light of a puff at a place, world, on the picture's scale */
  update(state: WorldState, weather: Weather, road: Road, viewer: Vec3, colorAt: (place: Vec3) => Rgb): void
}

/** @param share of the puffs that are drawn, 0..1 */
export const createWakes = (
  scenario: ConcreteScenario,
  share: number,
  scene: Scene,
  root: TransformNode,
): Wakes => {
  const sprites = createSprites('wakes', MOST, 0, scene, root)
  const spacing = SPACING / share
  const { actors } = scenario

  const put = (viewer: Vec3, at: Vec3, size: number, cover: number, colorAt: (place: Vec3) => Rgb): void => {
    const from = sub(at, viewer)
    const away = norm(from)
    // One that the camera is in would fill the picture: it is thinner the nearer it is.
    const shown = cover * smoothstep(0.8, 4, away)
    if (shown < 0.004 || away > FARTHEST) return
    sprites.add(viewer, from, [0, 0, size / 2], size, colorAt(at), shown)
  }

  const addPlume = (plume: Plume, actor: ActorState, viewer: Vec3, colorAt: (place: Vec3) => Rgb): void => {
    const { tail, orientation, length, half, height, dense, instance } = plume
    // How far the wheels have rolled tells which puff is next: puffs stay where they were thrown up.
    const rolled = actor.s
    const next = Math.floor(rolled / spacing)
    const reach = Math.min(length, 45)
    for (let k = 0; k * spacing < reach; k++) {
      const back = rolled - (next - k) * spacing
      for (const side of [-1, 1]) {
        const [u, v, w] = [0, 1, 2].map((i) => chance(next - k, instance * 8 + i, side))
        const high = (height + RISES * back) * (0.12 + 0.75 * v * (1 - Math.exp(-back / 4)))
        const wide = half + WIDENS * back
        const size = (0.8 + 0.7 * u) * (0.7 + 0.07 * back) * Math.min(2, 0.8 + height)
        const across = side * wide * (0.35 + 0.6 * w)
        const offset = rotate(orientation, [-back, across, Math.max(high, 0.3 * size)])
        const at: Vec3 = [tail[0] + offset[0], tail[1] + offset[1], tail[2] + offset[2]]
        const thin = thinnedAt(plume, back) * Math.max(0, 1 - high / (height + RISES * back))
        const cover = 1 - Math.exp(-dense * thin * (0.4 + 1.2 * u) * 2 * wide * (OVERLAP / share))
        put(viewer, at, size, cover, colorAt)
      }
    }
  }

  const addSteam = (
    i: number,
    state: ActorState,
    time: number,
    weather: Weather,
    viewer: Vec3,
    colorAt: (place: Vec3) => Rgb,
  ): void => {
    const actor = actors[i]
    if (!isVehicle(actor) || actor.spec.motor !== undefined || actor.spec.enginePower <= 0) return
    const cold = smoothstep(STEAM[0], STEAM[1], weather.temperature)
    const speed = Math.hypot(state.velocity[0], state.velocity[1])
    const dense = cold * (1 - smoothstep(0, TORN, speed))
    if (dense <= 0) return
    const { rearOverhang, width } = actor.spec
    const pipe = transformPoint(state, [-rearOverhang - 0.05, 0.32 * width, 0.32])
    const [bx, by] = rotate(state.orientation, [-1, 0, 0])
    const { speed: windSpeed, from } = weather.wind
    // Near the ground the wind is a third of what it is above.
    const [wx, wy] = [-Math.sin(from) * windSpeed * 0.35, -Math.cos(from) * windSpeed * 0.35]
    const next = Math.floor(time / PUFF_EVERY)
    for (let k = 0; k * PUFF_EVERY < PUFF_LASTS; k++) {
      const age = time - (next - k) * PUFF_EVERY
      const [u, v, w] = [0, 1, 2].map((n) => chance(next - k, i * 8 + n, 7))
      // It leaves the pipe fast and is soon as slow as the air.
      const jet = 0.9 * (1 - Math.exp(-2.5 * age))
      const at: Vec3 = [
        pipe[0] + bx * jet + (wx - state.velocity[0]) * age + 0.25 * (u - 0.5) * age,
        pipe[1] + by * jet + (wy - state.velocity[1]) * age + 0.25 * (v - 0.5) * age,
        pipe[2] + 0.35 * age + 0.1 * w * age,
      ]
      const fades = (1 - age / PUFF_LASTS) * smoothstep(0, 0.12, age)
      put(viewer, at, 0.14 + 0.55 * age, STEAM_COVER * dense * fades * (0.6 + 0.8 * w), colorAt)
    }
  }

  return {
    sprites,
    update: (state, weather, road, viewer, colorAt) => {
      sprites.begin()
      for (const plume of plumesOf(actors, state, (x, y) => road.ground(x, y)))
        addPlume(plume, state.actors[plume.instance - 1], viewer, colorAt)
      if (weather.temperature < STEAM[0])
        for (const [i, actor] of state.actors.entries())
          if (actor.present) addSteam(i, actor, state.time, weather, viewer, colorAt)
      sprites.end()
    },
  }
}
