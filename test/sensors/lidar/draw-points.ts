/**
 * Draws a lidar's points to look at them: from above, or as someone sees them who stands behind and above the sensor.
 * `npx tsx test/sensors/lidar/draw-points.ts SCENARIO SECONDS OUT.png [PRESET]` makes the pictures of docs/sensors.md.
 */
import { writeFileSync } from 'node:fs'
import { encodeRgbPng } from '../../../src/export/codec.ts'
import { createObserver } from '../../../src/run/observe.ts'
import { simulate } from '../../../src/run/simulate.ts'
import { listScenarios } from '../../../src/scenario/files.ts'
import { sampleScenario, type LidarSpec } from '../../../src/scenario/index.ts'
import type { LidarPoints } from '../../../src/sensors/index.ts'
import { device } from './devices.ts'

type Rgb = readonly [number, number, number]

class Canvas {
  readonly rgba: Uint8Array
  readonly width: number
  readonly height: number
  readonly #depth: Float32Array

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.rgba = new Uint8Array(4 * width * height).fill(255)
    for (let i = 0; i < this.rgba.length; i += 4) this.rgba.set([12, 14, 18], i)
    this.#depth = new Float32Array(width * height).fill(Infinity)
  }

  dot(u: number, v: number, depth: number, size: number, color: Rgb): void {
    for (let y = Math.round(v); y < Math.round(v) + size; y++)
      for (let x = Math.round(u); x < Math.round(u) + size; x++) {
        if (x < 0 || y < 0 || x >= this.width || y >= this.height) continue
        const i = y * this.width + x
        if (depth >= this.#depth[i]) continue
        this.#depth[i] = depth
        this.rgba.set(color, 4 * i)
      }
  }
}

/** Weather is red, actors have colours of their own, all else is as bright as its echo. */
const colorOf = (points: LidarPoints, i: number): Rgb => {
  if (points.weather[i] === 1) return [235, 70, 60]
  const who = points.instance[i]
  const light = 70 + 185 * Math.min(1, 1.6 * Math.sqrt(points.intensity[i]))
  if (who === 0) return [0.55 * light, 0.8 * light, light]
  const hue = (who * 2.4) % (2 * Math.PI)
  return [0, 2.1, 4.2].map((at) => light * (0.6 + 0.4 * Math.cos(hue + at))) as unknown as Rgb
}

/** From above, forward to the right, so many metres from edge to edge. */
const fromAbove = (points: LidarPoints, canvas: Canvas, metres: number): void => {
  const scale = canvas.width / metres
  for (let i = 0; i < points.count; i++) {
    const [x, y, z] = points.compensated.subarray(3 * i, 3 * i + 3)
    canvas.dot(canvas.width / 2 + scale * x, canvas.height / 2 - scale * y, -z, 1, colorOf(points, i))
  }
}

/** From so far behind and above the sensor, looking down at what lies ahead. */
const fromBehind = (points: LidarPoints, canvas: Canvas): void => {
  const [back, above, tilt] = [9, 5, 0.28]
  const f = 0.75 * canvas.width
  for (let i = 0; i < points.count; i++) {
    const [x, y, z] = points.compensated.subarray(3 * i, 3 * i + 3)
    const [dx, dz] = [x + back, z - above]
    const ahead = dx * Math.cos(tilt) - dz * Math.sin(tilt)
    const up = dx * Math.sin(tilt) + dz * Math.cos(tilt)
    if (ahead < 1) continue
    const size = ahead < 14 ? 3 : ahead < 40 ? 2 : 1
    canvas.dot(
      canvas.width / 2 - (f * y) / ahead,
      canvas.height / 2 - (f * up) / ahead,
      ahead,
      size,
      colorOf(points, i),
    )
  }
}

const [name, seconds, out, preset = 'hdl-64e'] = process.argv.slice(2)
const { scenario: written } = listScenarios().find((s) => s.name === name) ?? {}
if (!written || !out) throw new Error('draw-points.ts SCENARIO SECONDS OUT.png [PRESET]')
const sampled = sampleScenario(written, 1)
const spec: LidarSpec = device(preset, sampled.actors[0].id)
const scenario = { ...sampled, sensors: [spec] }
const observer = await createObserver(scenario)
for (const state of simulate(scenario, { also: observer.isDue })) {
  if (state.time < Number(seconds)) {
    await observer.skip(state)
    continue
  }
  const frame = (await observer.observe(state)).at(0)
  if (frame?.kind !== 'lidar') continue
  const [above, behind] = [new Canvas(720, 720), new Canvas(1080, 720)]
  fromAbove(frame.points, above, 80)
  fromBehind(frame.points, behind)
  const both = new Canvas(1800, 720)
  for (let y = 0; y < 720; y++) {
    both.rgba.set(above.rgba.subarray(4 * 720 * y, 4 * 720 * (y + 1)), 4 * 1800 * y)
    both.rgba.set(behind.rgba.subarray(4 * 1080 * y, 4 * 1080 * (y + 1)), 4 * (1800 * y + 720))
  }
  writeFileSync(out, await encodeRgbPng(both.rgba, 1800, 720))
  const weather = frame.points.weather.reduce((a, b) => a + b, 0)
  const returns = frame.objects.map((o) => `${o.actor} ${o.returns}`).join(', ')
  process.stdout.write(`${frame.points.count} points, ${weather} of weather; ${returns}\n`)
  break
}
