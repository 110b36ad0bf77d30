/** The form of a scenario's parameters: each is drawn by the seed until the user sets it. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ParameterInfo } from '../../src/protocol/index.ts'
import type { Session } from '../session.ts'
import { DiceIcon, PlayIcon } from './icons.tsx'

const LARGEST_SEED = 99_999

/** What is set by hand; a parameter that is not in it is drawn. */
type Settings = Readonly<Record<string, number | string>>

const round = (value: number): number => Number(value.toPrecision(4))

interface LaunchProps {
  /** What the file's own seed is, and what it draws. */
  readonly seed: number
  readonly parameters: readonly ParameterInfo[]
  readonly session: Session
  /** Starts a run with these; `parameters` as YAML writes them. */
  readonly run: (chosen: { seed: number; parameters: Record<string, string> }) => void
}

export const Launch = ({ seed: own, parameters, session, run }: LaunchProps) => {
  /** Null: the file's own, which an edit may change. */
  const chosenSeed = useSignal<number | null>(null)
  const seed = chosenSeed.value ?? own
  const settings = useSignal<Settings>({})
  const start = (): void => {
    const set = Object.entries(settings.value).flatMap(([name, value]) => {
      // A parameter that an edit has taken away is set no longer.
      const unit = parameters.find((p) => p.name === name)?.unit
      if (unit === undefined) return []
      return [[name, typeof value === 'number' ? `${value} ${unit}`.trim() : value] as const]
    })
    run({ seed, parameters: Object.fromEntries(set) })
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        start()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
  const set = (name: string, value: number | string | null): void => {
    const others = Object.entries(settings.value).filter(([n]) => n !== name)
    settings.value = Object.fromEntries(value === null ? others : [...others, [name, value]])
  }
  return (
    <form
      class="launch"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      {parameters.map((p) => (
        <Parameter
          key={p.name}
          parameter={p}
          value={settings.value[p.name] ?? null}
          set={(v) => set(p.name, v)}
        />
      ))}
      <div class="seed">
        <label>
          <span>seed</span>
          <input
            type="number"
            min={0}
            step={1}
            value={seed}
            onInput={(event) =>
              (chosenSeed.value = Math.max(0, Math.trunc(event.currentTarget.valueAsNumber || 0)))
            }
          />
        </label>
        <button
          type="button"
          class="icon"
          title="Another seed"
          aria-label="Another seed"
          onClick={() => (chosenSeed.value = Math.floor(Math.random() * (LARGEST_SEED + 1)))}
        >
          <DiceIcon />
        </button>
        <button type="submit" class="primary" disabled={session.starting.value} title="Run (Ctrl-Enter)">
          <PlayIcon /> {session.starting.value ? 'Starting…' : 'Run'}
        </button>
      </div>
    </form>
  )
}

interface ParameterProps {
  readonly parameter: ParameterInfo
  /** Null: drawn by the seed. */
  readonly value: number | string | null
  readonly set: (value: number | string | null) => void
}

const Parameter = ({ parameter: p, value, set }: ParameterProps) => (
  <div class={value === null ? 'parameter' : 'parameter pinned'}>
    <label for={`p-${p.name}`}>
      <span class="name" title={p.description ?? undefined}>
        {p.name}
      </span>
      <span class="value">{value === null ? p.distribution : `${value} ${p.unit}`}</span>
    </label>
    <div class="control">
      {p.choices !== null ? (
        <select
          id={`p-${p.name}`}
          value={value === null ? '' : String(p.choices.indexOf(value))}
          onChange={(event) =>
            set(event.currentTarget.value === '' ? null : p.choices![Number(event.currentTarget.value)])
          }
        >
          <option value="">drawn by the seed</option>
          {p.choices.map((c, i) => (
            <option key={c} value={i}>
              {c} {p.unit}
            </option>
          ))}
        </select>
      ) : p.min !== null && p.max !== null ? (
        <input
          id={`p-${p.name}`}
          type="range"
          min={p.min}
          max={p.max}
          step={round((p.max - p.min) / 100)}
          value={value ?? p.value}
          onInput={(event) => set(round(event.currentTarget.valueAsNumber))}
        />
      ) : (
        <input
          id={`p-${p.name}`}
          type="number"
          step="any"
          value={value ?? p.value}
          onInput={(event) => set(event.currentTarget.valueAsNumber)}
        />
      )}
      {value !== null && (
        <button type="button" class="link" title="Let the seed draw it again" onClick={() => set(null)}>
          reset
        </button>
      )}
    </div>
  </div>
)
