import type { ReactNode } from 'react'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
  /** The one that counts, such as the amount. */
  readonly total?: boolean
}

/** What is known, one line each. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ label, value, total }) => (
        <div key={label} className={total ? 'total' : undefined}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Where one is on the way: the steps before `at` (counted from 0) are done. */
export function Steps({ label, steps, at }: { label: string; steps: readonly string[]; at: number }) {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step, place) => (
        <li key={step} className={place < at ? 'passed' : undefined} aria-current={place === at ? 'step' : undefined}>
          {step}
        </li>
      ))}
    </ol>
  )
}
