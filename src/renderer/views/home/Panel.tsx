import { type ReactNode, useId } from 'react'
import styles from './home.module.css'

/** One part of the home screen with its name. */
export function Panel({
  title,
  note,
  actions,
  wide,
  children,
}: {
  title: string
  note?: string
  actions?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className={styles.panel} data-wide={wide || undefined} aria-labelledby={id}>
      <header className={styles.panelHead}>
        <h2 id={id}>{title}</h2>
        <span className={styles.note}>{note}</span>
        {actions}
      </header>
      {children}
    </section>
  )
}
