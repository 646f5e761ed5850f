import type { ReactNode } from 'react'
import styles from './session.module.css'

/** One question on an otherwise empty page. */
export function Card({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={styles.card}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{text}</p>
      {children}
    </section>
  )
}
