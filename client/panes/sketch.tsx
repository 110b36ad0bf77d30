/** A scenario from above as it begins: roads, patches, cars. Drawn from the scenario itself. */
import type { Sketch as SketchData } from '../../src/protocol/index.ts'

const points = (list: readonly (readonly [number, number])[]): string =>
  list.map(([x, y]) => `${x},${-y}`).join(' ')

interface GroundProps {
  readonly sketch: Pick<SketchData, 'roads' | 'patches' | 'surface'>
  /** Of what is shown, m; lines are as fine as it is wide. */
  readonly width: number
}

export const Ground = ({ sketch, width }: GroundProps) => (
  <>
    {sketch.roads.map((road, i) => (
      <polygon key={i} class={`surface surface-${sketch.surface}`} points={points(road.outline)} />
    ))}
    {sketch.patches.map((p, i) => (
      <polygon key={i} class={`surface surface-${p.kind}`} points={points(p.outline)} />
    ))}
    {sketch.roads
      .filter((road) => !road.junction)
      .map((road, i) => (
        <polyline
          key={i}
          class="centre-line"
          points={points(road.centre)}
          stroke-width={width / 260}
          stroke-dasharray={`${width / 40} ${width / 26}`}
        />
      ))}
  </>
)

interface BodyProps {
  /** Its place in the scenario, which gives its colour. */
  readonly index: number
  /** Its middle, m, and where it points, rad; world. */
  readonly at: readonly [number, number]
  readonly heading: number
  /** Length and width, m; no shorter than `least`, so that it stays visible in a long view. */
  readonly size: readonly [number, number]
  readonly least: number
}

export const Body = ({ index, at: [x, y], heading, size, least }: BodyProps) => {
  const length = Math.max(size[0], least)
  const across = Math.max(size[1], least * 0.45)
  return (
    <rect
      class={`car car-${(index % 6) + 1}`}
      x={-length / 2}
      y={-across / 2}
      width={length}
      height={across}
      rx={across * 0.25}
      transform={`translate(${x} ${-y}) rotate(${(-heading * 180) / Math.PI})`}
    />
  )
}

export const Sketch = ({ sketch }: { sketch: SketchData }) => {
  const xs = sketch.actors.map((a) => a.at[0])
  const ys = sketch.actors.map((a) => -a.at[1])
  const [minX, maxX] = [Math.min(...xs), Math.max(...xs)]
  const [minY, maxY] = [Math.min(...ys), Math.max(...ys)]
  const width = Math.max(60, (maxX - minX) * 1.15 + 24, (maxY - minY + 24) * 2.6)
  const height = width / 2.6
  const view = [(minX + maxX) / 2 - width / 2, (minY + maxY) / 2 - height / 2, width, height]
  return (
    <svg
      class={`sketch verge-${sketch.verge}`}
      viewBox={view.join(' ')}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <Ground sketch={sketch} width={width} />
      {sketch.actors.map((a, index) => (
        <Body key={a.id} {...a} index={index} least={width / 34} />
      ))}
    </svg>
  )
}
