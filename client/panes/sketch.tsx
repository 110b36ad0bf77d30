/** A scenario from above as it begins: road, patches, cars. Drawn from the scenario itself. */
import type { Sketch as SketchData } from '../../src/protocol/index.ts'

const points = (list: readonly (readonly [number, number])[]): string =>
  list.map(([x, y]) => `${x},${-y}`).join(' ')

/** A line parallel to a polyline, `offset` to its left. */
const beside = (line: readonly (readonly [number, number])[], offset: number): [number, number][] =>
  line.map(([x, y], i) => {
    const [ax, ay] = line[Math.max(0, i - 1)]
    const [bx, by] = line[Math.min(line.length - 1, i + 1)]
    const length = Math.hypot(bx - ax, by - ay) || 1
    return [x - ((by - ay) / length) * offset, y + ((bx - ax) / length) * offset]
  })

export const Sketch = ({ sketch }: { sketch: SketchData }) => {
  const [right, left] = sketch.paved
  const road = [...beside(sketch.centre, left), ...beside(sketch.centre, right).reverse()]
  const xs = sketch.actors.map((a) => a.at[0])
  const ys = sketch.actors.map((a) => -a.at[1])
  const [minX, maxX] = [Math.min(...xs), Math.max(...xs)]
  const [minY, maxY] = [Math.min(...ys), Math.max(...ys)]
  const width = Math.max(60, (maxX - minX) * 1.15 + 24, (maxY - minY + 24) * 2.6)
  const height = width / 2.6
  const view = [(minX + maxX) / 2 - width / 2, (minY + maxY) / 2 - height / 2, width, height]
  // Cars stay visible in a long view.
  const least = width / 34
  return (
    <svg
      class={`sketch verge-${sketch.verge}`}
      viewBox={view.join(' ')}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <polygon class={`surface surface-${sketch.surface}`} points={points(road)} />
      {sketch.patches.map((p, i) => (
        <polygon key={i} class={`surface surface-${p.kind}`} points={points(p.outline)} />
      ))}
      <polyline
        class="centre-line"
        points={points(sketch.centre)}
        stroke-width={width / 260}
        stroke-dasharray={`${width / 40} ${width / 26}`}
      />
      {sketch.actors.map((a, i) => {
        const length = Math.max(a.size[0], least)
        const across = Math.max(a.size[1], least * 0.45)
        return (
          <rect
            key={a.id}
            class={`car car-${(i % 6) + 1}`}
            x={-length / 2}
            y={-across / 2}
            width={length}
            height={across}
            rx={across * 0.25}
            transform={`translate(${a.at[0]} ${-a.at[1]}) rotate(${(-a.heading * 180) / Math.PI})`}
          />
        )
      })}
    </svg>
  )
}
