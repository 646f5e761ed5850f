import type { ReactNode } from 'react'
import { useEffect } from 'react'
import styles from './Page.module.css'

export interface PageProps {
  title: string
  /** What is counted: `128 件`. */
  counted?: ReactNode
  actions?: ReactNode
  /** Filters, tabs: the line under the title. */
  filters?: ReactNode
  /** The body fills the height and scrolls inside itself (tables, workbench) instead of scrolling as a page. */
  fill?: boolean
  children: ReactNode
}

/** A view: title, what is counted, actions on the right, filters, then its body. */
export function Page({ title, counted, actions, filters, fill, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Daiko`
  }, [title])
  return (
    <section className={styles.page} data-fill={fill || undefined}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        <div className={styles.counted}>{counted}</div>
        <div className={styles.actions}>{actions}</div>
      </header>
      {filters === undefined ? null : <div className={styles.filters}>{filters}</div>}
      <div className={styles.body}>{children}</div>
    </section>
  )
}
