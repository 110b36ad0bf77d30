/** A canvas as large as its place, drawn anew when what it shows, its size or the theme changes. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { theme } from '../theme.ts'

export interface Place {
  readonly width: number
  readonly height: number
}

interface ChartProps {
  readonly label: string
  /** Draws in CSS px; the canvas is clear. `color` reads a custom property of the style sheet. */
  readonly draw: (ctx: CanvasRenderingContext2D, place: Place, color: (name: string) => string) => void
  readonly onPoint: (
    kind: 'down' | 'move' | 'up' | 'leave',
    at: readonly [number, number],
    place: Place,
  ) => void
  readonly cursor: string
}

export const Chart = ({ label, draw, onPoint, cursor }: ChartProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSignal<Place>({ width: 0, height: 0 })
  useEffect(() => {
    const box = canvas.current!.parentElement!
    const watch = new ResizeObserver(
      () => (size.value = { width: box.clientWidth, height: box.clientHeight }),
    )
    watch.observe(box)
    return () => watch.disconnect()
  }, [size])
  const { width, height } = size.value
  const shade = theme.value
  useEffect(() => {
    if (width === 0 || height === 0) return
    const element = canvas.current!
    const scale = devicePixelRatio
    Object.assign(element, { width: Math.round(width * scale), height: Math.round(height * scale) })
    const ctx = element.getContext('2d')!
    ctx.setTransform(scale, 0, 0, scale, 0, 0)
    const style = getComputedStyle(document.documentElement)
    draw(ctx, { width, height }, (name) => style.getPropertyValue(name).trim())
  }, [draw, width, height, shade])
  const point =
    (kind: 'down' | 'move' | 'up' | 'leave') =>
    (event: PointerEvent): void => {
      if (kind === 'down') canvas.current!.setPointerCapture(event.pointerId)
      const { left, top } = canvas.current!.getBoundingClientRect()
      onPoint(kind, [event.clientX - left, event.clientY - top], size.peek())
    }
  return (
    <div class="chart">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        style={{ width: `${width}px`, height: `${height}px`, cursor }}
        onPointerDown={point('down')}
        onPointerMove={point('move')}
        onPointerUp={point('up')}
        onPointerLeave={point('leave')}
      />
    </div>
  )
}
