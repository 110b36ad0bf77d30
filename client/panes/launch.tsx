/** The form of a scenario's parameters: each is drawn by the seed until the user sets it. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { LibraryEntry, ParameterInfo } from '../../src/protocol/index.ts'
import type { Session } from '../session.ts'
import { DiceIcon, PlayIcon } from './icons.tsx'

const LARGEST_SEED = 99_999

/** What is set by hand; a parameter that is not in it is drawn. */
type Settings = Readonly<Record<string, number | string>>

const round = (value: number): number => Number(value.toPrecision(4))

export const Launch = ({ entry, session }: { entry: LibraryEntry; session: Session }) => {
  const seed = useSignal(entry.seed)
  const settings = useSignal<Settings>({})
  const start = (): void => {
    const parameters = Object.fromEntries(
      Object.entries(settings.value).map(([name, value]) => {
        const unit = entry.parameters.find((p) => p.name === name)?.unit ?? ''
        return [name, typeof value === 'number' ? `${value} ${unit}`.trim() : value]
      }),
    )
    void session.start({ scenario: entry.name, seed: seed.value, parameters })
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start()
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
      {entry.parameters.map((p) => (
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
            value={seed.value}
            onInput={(event) =>
              (seed.value = Math.max(0, Math.trunc(event.currentTarget.valueAsNumber || 0)))
            }
          />
        </label>
        <button
          type="button"
          class="icon"
          title="Another seed"
          aria-label="Another seed"
          onClick={() => (seed.value = Math.floor(Math.random() * (LARGEST_SEED + 1)))}
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
