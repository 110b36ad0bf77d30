/** A sweep: its parameters against what came of them. A point, a line or a row opens its run. */
import { useSignal } from '@preact/signals'
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import type { SweepTable } from '../../src/protocol/index.ts'
import { getSweep } from '../net/api.ts'
import type { Session } from '../session.ts'
import {
  axesOf,
  isInside,
  nameOf,
  nearest,
  placeOn,
  type Axis,
  type Brushes,
  type Cell,
  type Row,
} from './axes.ts'
import { Chart, type Place } from './chart.tsx'

/** Axes side by side at first; more can be chosen. */
const FIRST_AXES = 9
/** Rows of the list below the charts. */
const LISTED = 100
/** A click opens the run of a point no farther than this, px. */
const REACH = 14
/** A stretch of an axis that is shorter than this is a click, which takes the brush away. */
const SHORTEST_BRUSH = 0.02

const CLASS_COLORS: Readonly<Record<string, string>> = {
  collision: '--danger',
  'loss-of-control': '--note',
  'lane-departure': '--note',
  'near-miss': '--warning',
  harmless: '--good',
}

export const Sweep = ({ session, name }: { session: Session; name: string }) => {
  const table = useSignal<SweepTable | null>(null)
  const failure = useSignal<string | null>(null)
  useEffect(() => {
    table.value = null
    failure.value = null
    getSweep(name)
      .then((found) => (table.value = found))
      .catch((error: unknown) => (failure.value = error instanceof Error ? error.message : String(error)))
  }, [name, table, failure])
  if (failure.value !== null)
    return (
      <p class="empty" role="alert">
        {failure.value}
      </p>
    )
  if (table.value === null)
    return (
      <div class="veil" role="status">
        <span class="spinner" />
        <p>Reading the sweep…</p>
      </div>
    )
  if (table.value.total === 0) return <p class="empty">This sweep has no run.</p>
  return <Charts key={name} session={session} table={table.value} />
}

const Charts = ({ session, table }: { session: Session; table: SweepTable }) => {
  const axes = useMemo(() => axesOf(table), [table])
  const first = useMemo(() => firstOf(axes), [axes])
  const shownColumns = useSignal<readonly string[]>(first.map((a) => a.column))
  const brushes = useSignal<Brushes>(new Map())
  const across = useSignal(first.find((a) => a.isParameter)?.column ?? axes.at(0)?.column ?? '')
  const up = useSignal(
    (axes.find((a) => a.column === 'min_ttc_s') ?? axes.findLast((a) => !a.isParameter) ?? axes.at(-1))
      ?.column ?? '',
  )
  const shown = axes.filter((a) => shownColumns.value.includes(a.column))
  const kept = useMemo(
    () => table.rows.flatMap((row, i) => (isInside(axes, brushes.value, row) ? [i] : [])),
    [table, axes, brushes.value],
  )
  const classAt = table.columns.indexOf('class')
  const classOf = (row: Row): string => String(row[classAt])
  const open = (i: number): void => void session.startRow(table.name, table.numbers[i])
  const axis = (column: string): Axis | undefined => axes.find((a) => a.column === column)
  return (
    <div class="sweep">
      <div class="sweep-bar">
        <span class="muted">
          {kept.length} of {table.total} runs
          {table.rows.length < table.total && ` (${table.rows.length} of them drawn)`}
        </span>
        {brushes.value.size > 0 && (
          <button type="button" class="small" onClick={() => (brushes.value = new Map())}>
            Show all
          </button>
        )}
        <ul class="legend">
          {[...new Set(table.rows.map(classOf))].map((word) => (
            <li key={word}>
              <i style={{ background: `var(${CLASS_COLORS[word] ?? '--accent'})` }} />
              {word}
            </li>
          ))}
        </ul>
        <span class="spring" />
        <details class="columns">
          <summary>axes</summary>
          <div>
            {axes.map((a) => (
              <label key={a.column}>
                <input
                  type="checkbox"
                  checked={shownColumns.value.includes(a.column)}
                  onChange={() => {
                    const others = shownColumns.value.filter((c) => c !== a.column)
                    shownColumns.value =
                      others.length < shownColumns.value.length ? others : [...others, a.column]
                  }}
                />
                {a.label}
              </label>
            ))}
          </div>
        </details>
      </div>
      {axes.length === 0 ? (
        <p class="empty">Nothing varies in this sweep.</p>
      ) : (
        <>
          <Parallel
            {...{ table, axes: shown, kept, classOf }}
            brushes={brushes.value}
            open={open}
            brush={(column, stretch) => {
              const next = new Map(brushes.value)
              if (stretch === null) next.delete(column)
              else next.set(column, stretch)
              brushes.value = next
            }}
          />
          <div class="sweep-below">
            <section class="scatter" aria-label="Two columns against each other">
              <div class="sweep-bar">
                <AxisChoice
                  name="Across"
                  axes={axes}
                  value={across.value}
                  choose={(c) => (across.value = c)}
                />
                <AxisChoice name="Up" axes={axes} value={up.value} choose={(c) => (up.value = c)} />
              </div>
              <Scatter
                {...{ table, kept, classOf, open }}
                x={axis(across.value) ?? axes[0]}
                y={axis(up.value) ?? axes[0]}
              />
            </section>
            <List {...{ table, kept, axes: shown, classOf, open }} />
          </div>
        </>
      )}
    </div>
  )
}

/** Parameters first, then what came of them; as many as can be read side by side. */
const firstOf = (axes: readonly Axis[]): Axis[] => {
  const outcomes = axes.filter((a) => ['min_ttc_s', 'max_delta_v_mps', 'class'].includes(a.column))
  return [...axes.filter((a) => a.isParameter).slice(0, FIRST_AXES - outcomes.length), ...outcomes]
}

interface AxisChoiceProps {
  readonly name: string
  readonly axes: readonly Axis[]
  readonly value: string
  readonly choose: (column: string) => void
}

const AxisChoice = ({ name, axes, value, choose }: AxisChoiceProps) => (
  <label class="axis-choice">
    <span class="muted">{name.toLowerCase()}</span>
    <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
      {axes.map((a) => (
        <option key={a.column} value={a.column}>
          {a.label}
        </option>
      ))}
    </select>
  </label>
)

interface DrawnProps {
  readonly table: SweepTable
  /** Places of the rows that are inside what is brushed. */
  readonly kept: readonly number[]
  readonly classOf: (row: Row) => string
  readonly open: (row: number) => void
}

const FONT = '11px Inter, system-ui, sans-serif'
const TOP = 30
const BOTTOM = 20
const SIDE = 62

const heightOf = (place: number, height: number): number => TOP + (1 - place) * (height - TOP - BOTTOM)
const placeAt = (y: number, height: number): number =>
  Math.min(1, Math.max(0, 1 - (y - TOP) / (height - TOP - BOTTOM)))

interface ParallelProps extends DrawnProps {
  readonly axes: readonly Axis[]
  readonly brushes: Brushes
  readonly brush: (column: string, stretch: readonly [number, number] | null) => void
}

const Parallel = ({ table, axes, kept, classOf, open, brushes, brush }: ParallelProps) => {
  const drag = useSignal<{ column: string; from: number } | null>(null)
  const left = (i: number, width: number): number =>
    axes.length < 2 ? width / 2 : SIDE + (i * (width - 2 * SIDE)) / (axes.length - 1)
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, { width, height }: Place, color: (name: string) => string) => {
      const line = (row: Row, stroke: string, alpha: number): void => {
        ctx.strokeStyle = stroke
        ctx.globalAlpha = alpha
        ctx.beginPath()
        let drawn = false
        axes.forEach((axis, i) => {
          const place = placeOn(axis, row[axis.index])
          // Without a value there is no line through an axis.
          if (place === null) drawn = false
          else if (drawn) ctx.lineTo(left(i, width), heightOf(place, height))
          else {
            ctx.moveTo(left(i, width), heightOf(place, height))
            drawn = true
          }
        })
        ctx.stroke()
      }
      const inside = new Set(kept)
      ctx.lineWidth = 1
      const faint = color('--line')
      table.rows.forEach((row, i) => {
        if (!inside.has(i)) line(row, faint, 0.35)
      })
      const alpha = Math.min(0.9, Math.max(0.12, 40 / Math.max(1, kept.length)))
      for (const i of kept)
        line(table.rows[i], color(CLASS_COLORS[classOf(table.rows[i])] ?? '--accent'), alpha)
      ctx.globalAlpha = 1
      ctx.font = FONT
      axes.forEach((axis, i) => {
        const x = left(i, width)
        ctx.fillStyle = color('--text-faint')
        ctx.fillRect(x - 0.5, TOP, 1, height - TOP - BOTTOM)
        const stretch = brushes.get(axis.column)
        if (stretch !== undefined) {
          ctx.fillStyle = color('--accent')
          ctx.globalAlpha = 0.35
          const high = heightOf(stretch[1], height)
          ctx.fillRect(x - 7, high, 14, heightOf(stretch[0], height) - high)
          ctx.globalAlpha = 1
        }
        ctx.textAlign = 'center'
        ctx.fillStyle = color(axis.isParameter ? '--text' : '--accent')
        ctx.fillText(axis.label, x, 12, (width - SIDE) / axes.length)
        ctx.fillStyle = color('--text-muted')
        const words = axis.words ?? [nameOf(axis, 0), nameOf(axis, 1)]
        words.forEach((word, k) => {
          const place = words.length < 2 ? 0 : k / (words.length - 1)
          const y =
            axis.words === null
              ? place === 0
                ? height - 6
                : TOP - 5
              : heightOf(place, height) + (place === 0 ? 13 : -3)
          // Words between stand among the lines.
          ctx.strokeStyle = color('--panel')
          ctx.lineWidth = 4
          ctx.strokeText(word, x, y)
          ctx.fillText(word, x, y)
        })
      })
    },
    [table, axes, kept, brushes],
  )
  const axisAt = (x: number, { width }: Place): number | null => {
    const found = nearest(
      axes.map((_, i) => [left(i, width), 0] as const),
      [x, 0],
      REACH,
    )
    return found
  }
  const lineAt = ([x, y]: readonly [number, number], { width, height }: Place): number | null => {
    const right = axes.findIndex((_, i) => left(i, width) > x)
    if (right < 1) return null
    const [a, b] = [axes[right - 1], axes[right]]
    const share = (x - left(right - 1, width)) / (left(right, width) - left(right - 1, width))
    const points = kept.map((i) => {
      const [from, to] = [placeOn(a, table.rows[i][a.index]), placeOn(b, table.rows[i][b.index])]
      return from === null || to === null
        ? null
        : ([x, heightOf(from + (to - from) * share, height)] as const)
    })
    const found = nearest(points, [x, y], REACH / 2)
    return found === null ? null : kept[found]
  }
  return (
    <Chart
      label={`Parallel coordinates of ${kept.length} runs over ${axes.map((a) => a.label).join(', ')}. The list below has the same runs.`}
      draw={draw}
      cursor="crosshair"
      onPoint={(kind, at, place) => {
        const on = axisAt(at[0], place)
        if (kind === 'down') {
          if (on !== null) drag.value = { column: axes[on].column, from: placeAt(at[1], place.height) }
          else {
            const row = lineAt(at, place)
            if (row !== null) open(row)
          }
          return
        }
        const held = drag.value
        if (held === null || kind === 'leave') return
        const to = placeAt(at[1], place.height)
        const stretch = [Math.min(held.from, to), Math.max(held.from, to)] as const
        brush(held.column, stretch[1] - stretch[0] < SHORTEST_BRUSH ? null : stretch)
        if (kind === 'up') drag.value = null
      }}
    />
  )
}

const Scatter = ({ table, kept, classOf, open, x, y }: DrawnProps & { x: Axis; y: Axis }) => {
  const hovered = useSignal<number | null>(null)
  const points = (place: Place): (readonly [number, number] | null)[] =>
    kept.map((i) => {
      const [u, v] = [placeOn(x, table.rows[i][x.index]), placeOn(y, table.rows[i][y.index])]
      if (u === null || v === null) return null
      return [SIDE + u * (place.width - SIDE - 20), heightOf(v, place.height - 12)] as const
    })
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, place: Place, color: (name: string) => string) => {
      const { width, height } = place
      ctx.font = FONT
      ctx.strokeStyle = color('--line')
      ctx.strokeRect(SIDE, TOP, width - SIDE - 20, height - 12 - TOP - BOTTOM)
      ctx.fillStyle = color('--text-muted')
      const steps = (axis: Axis): number[] =>
        axis.words === null ? [0, 0.25, 0.5, 0.75, 1] : axis.words.map((_, i) => i / axis.high)
      ctx.textAlign = 'right'
      for (const v of steps(y)) ctx.fillText(nameOf(y, v), SIDE - 6, heightOf(v, height - 12) + 4, SIDE - 8)
      ctx.textAlign = 'center'
      for (const u of steps(x)) ctx.fillText(nameOf(x, u), SIDE + u * (width - SIDE - 20), height - 16)
      ctx.fillStyle = color('--text')
      ctx.fillText(x.label, SIDE + (width - SIDE - 20) / 2, height - 2)
      ctx.textAlign = 'left'
      ctx.fillText(y.label, 8, 16)
      points(place).forEach((point, k) => {
        if (point === null) return
        const i = kept[k]
        ctx.fillStyle = color(CLASS_COLORS[classOf(table.rows[i])] ?? '--accent')
        ctx.globalAlpha = hovered.value === i ? 1 : 0.75
        ctx.beginPath()
        ctx.arc(point[0], point[1], hovered.value === i ? 6 : 3.5, 0, 2 * Math.PI)
        ctx.fill()
      })
      ctx.globalAlpha = 1
    },
    [table, kept, x, y, hovered.value],
  )
  const seedAt = table.columns.indexOf('seed')
  const over = hovered.value
  return (
    <>
      <Chart
        label={`${y.label} over ${x.label} of ${kept.length} runs`}
        draw={draw}
        cursor={over === null ? 'default' : 'pointer'}
        onPoint={(kind, at, place) => {
          const found = kind === 'leave' ? null : nearest(points(place), at, REACH)
          hovered.value = found === null ? null : kept[found]
          if (kind === 'down' && found !== null) open(kept[found])
        }}
      />
      <p class="hint muted">
        {over === null
          ? 'A click on a point opens its run.'
          : `seed ${String(table.rows[over][seedAt])}: ${classOf(table.rows[over])}, ${x.label} ${shownCell(table.rows[over][x.index])}, ${y.label} ${shownCell(table.rows[over][y.index])}`}
      </p>
    </>
  )
}

const shownCell = (cell: Cell): string =>
  cell === null ? '–' : typeof cell === 'number' ? String(Number(cell.toPrecision(4))) : String(cell)

const List = ({ table, kept, axes, classOf, open }: DrawnProps & { axes: readonly Axis[] }) => {
  const seedAt = table.columns.indexOf('seed')
  const columns = axes.filter((a) => a.column !== 'class')
  return (
    <section class="sweep-list" aria-label="Runs" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">run</th>
            <th scope="col">class</th>
            {columns.map((a) => (
              <th key={a.column} scope="col">
                {a.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kept.slice(0, LISTED).map((i) => (
            <tr key={i}>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  title="Make this run again and watch it"
                  onClick={() => open(i)}
                >
                  #{table.numbers[i]}, seed {String(table.rows[i][seedAt])}
                </button>
              </th>
              <td>{classOf(table.rows[i])}</td>
              {columns.map((a) => (
                <td key={a.column}>{shownCell(table.rows[i][a.index])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {kept.length > LISTED && (
        <p class="muted hint">The first {LISTED}; brush an axis to narrow them down.</p>
      )}
    </section>
  )
}
