/** One chart on the run's time cursor: a click or a drag moves the playhead. */
import { dependOn } from '../player/depend-on.ts'
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { Player } from '../player/player.ts'
import { theme } from '../theme.ts'
import { SERIES_HZ, type Column, type Series } from './series.ts'

export interface Line {
  readonly label: string
  /** A custom property of the style sheet, e.g. '--series-1'. */
  readonly color: string
  readonly column: Column
  readonly dashed?: boolean
}

export interface PlotProps {
  readonly title: string
  readonly unit: string
  readonly lines: readonly Line[]
  /** Fixed span of the y axis; null ends follow the data, but span at least `atLeast`. */
  readonly low: number | null
  readonly high: number | null
  readonly atLeast: readonly [number, number]
  /** A level that means something, e.g. the near-miss limit. */
  readonly mark?: { readonly value: number; readonly label: string }
  readonly series: Series
  /** Of the run that it is compared with: its lines grow by themselves. */
  readonly also: Series | null
  readonly player: Player
  readonly duration: number
}

const color = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const FONT = '11px Inter, system-ui, sans-serif'

const optionsOf = (
  props: PlotProps,
  duration: () => number,
  width: number,
  height: number,
): uPlot.Options => ({
  width,
  height,
  legend: { show: false },
  cursor: { show: false },
  padding: [6, 10, 0, 0],
  scales: {
    x: { time: false, range: () => [0, duration()] },
    y: {
      range: (_, min, max) => [
        props.low ?? Math.min(props.atLeast[0], Number.isFinite(min) ? min * 1.1 : 0),
        props.high ?? Math.max(props.atLeast[1], Number.isFinite(max) ? max * 1.1 : 0),
      ],
    },
  },
  axes: [
    {
      stroke: color('--text-faint'),
      font: FONT,
      size: 22,
      gap: 3,
      grid: { stroke: color('--line-faint'), width: 1 },
      ticks: { show: false },
      values: (_, splits) => splits.map((s) => `${s} s`),
    },
    {
      stroke: color('--text-faint'),
      font: FONT,
      size: 34,
      gap: 4,
      space: 22,
      grid: { stroke: color('--line-faint'), width: 1 },
      ticks: { show: false },
    },
  ],
  series: [
    {},
    ...props.lines.map((line): uPlot.Series => ({
      label: line.label,
      stroke: color(line.color),
      width: 1.6,
      points: { show: false },
      ...(line.dashed === true ? { dash: [4, 4] } : {}),
    })),
  ],
  hooks: {
    drawAxes: [
      (u) => {
        if (!props.mark) return
        const y = u.valToPos(props.mark.value, 'y', true)
        const { left, width: w } = u.bbox
        const { ctx } = u
        ctx.save()
        ctx.strokeStyle = color('--danger')
        ctx.globalAlpha = 0.6
        ctx.setLineDash([3, 4])
        ctx.beginPath()
        ctx.moveTo(left, y)
        ctx.lineTo(left + w, y)
        ctx.stroke()
        ctx.restore()
      },
    ],
  },
})

/** Lines of two runs on one axis: a shorter one ends, a longer one is cut. */
const aligned = (series: Series, lines: readonly Line[]): uPlot.AlignedData => [
  series.times,
  ...lines.map(({ column }) =>
    column.length === series.times.length ? column : series.times.map((_, i) => column[i] ?? null),
  ),
]

export const Plot = (props: PlotProps) => {
  const { title, unit, lines, series, also, player, duration } = props
  const box = useRef<HTMLDivElement>(null)
  const cursor = useRef<HTMLDivElement>(null)
  const chart = useSignal<uPlot | null>(null)
  const span = useRef(duration)
  const size = useSignal({ width: 0, height: 0 })
  span.current = duration

  useEffect(() => {
    const element = box.current!
    const watch = new ResizeObserver(() => {
      size.value = { width: element.clientWidth, height: element.clientHeight }
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [size])

  useSignalEffect(() => {
    const { width, height } = size.value
    dependOn(theme)
    if (width === 0 || height === 0) return
    const data = aligned(series, lines)
    const made = new uPlot(
      optionsOf(props, () => span.current, width, height),
      data,
      box.current!,
    )
    chart.value = made
    return () => made.destroy()
  })
  useSignalEffect(() => {
    dependOn(series.version, ...(also === null ? [] : [also.version]))
    chart.value?.setData(aligned(series, lines))
  })
  // The span changes when a run ends before its time.
  useEffect(() => chart.value?.setData(aligned(series, lines)), [duration])

  // Moved by hand: sixty times a second is too often for a rendering of the component.
  useSignalEffect(() => {
    const time = Math.min(player.time.value, span.current)
    const made = chart.value
    dependOn(series.version)
    if (made) cursor.current!.style.left = `${made.valToPos(time, 'x') + made.bbox.left / devicePixelRatio}px`
  })
  const at = (event: PointerEvent): void => {
    const made = chart.value
    if (!made || (event.type === 'pointermove' && event.buttons === 0)) return
    const left = event.clientX - box.current!.getBoundingClientRect().left - made.bbox.left / devicePixelRatio
    player.seek(made.posToVal(left, 'x'))
  }
  // One text, so that nothing is rendered while what it says stays the same.
  const now = useComputed(() => {
    dependOn(series.version, ...(also === null ? [] : [also.version]))
    const i = Math.min(Math.round(player.time.value * SERIES_HZ), series.times.length - 1)
    return lines
      .map((l) => {
        const value = i < 0 ? null : (l.column.at(i) ?? null)
        return value === null ? '–' : value.toFixed(Math.abs(value) < 10 ? 1 : 0)
      })
      .join(' ')
  }).value.split(' ')

  return (
    <section class="plot" aria-label={`${title} over time`}>
      <header>
        <h3>
          {title} <span class="unit">{unit}</span>
        </h3>
        <ul class="legend">
          {lines.map((line, i) => (
            <li key={line.label}>
              <i style={{ background: `var(${line.color})` }} class={line.dashed === true ? 'dashed' : ''} />
              {line.label} <b>{now[i]}</b>
            </li>
          ))}
        </ul>
      </header>
      <div class="plot-area" ref={box} onPointerDown={at} onPointerMove={at}>
        <div class="cursor" ref={cursor} />
      </div>
    </section>
  )
}
