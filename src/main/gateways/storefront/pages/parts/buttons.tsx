import type { ReactNode } from 'react'

type Kind = 'primary' | 'secondary'

const classOf = (kind: Kind) => (kind === 'primary' ? 'button' : 'button secondary')

interface ButtonProps {
  readonly kind?: Kind
  /** What the form says by this button, where it has several. */
  readonly name?: string
  readonly value?: string
  /** Where the form is sent by this button, where that is not the form's own place. */
  readonly action?: string
  readonly children: ReactNode
}

/** Sends the form it stands in. */
export function Button({ kind = 'primary', name, value, action, children }: ButtonProps) {
  return (
    <button type="submit" className={classOf(kind)} name={name} value={value} formAction={action}>
      {children}
    </button>
  )
}

/** Goes somewhere; looks like a button because it is what most people do next. */
export function LinkButton({ kind = 'secondary', href, children }: { kind?: Kind; href: string; children: ReactNode }) {
  return (
    <a className={classOf(kind)} href={href}>
      {children}
    </a>
  )
}

export function Buttons({ children }: { children: ReactNode }) {
  return <div className="buttons">{children}</div>
}
