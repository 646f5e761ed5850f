import type { ReactNode } from 'react'
import styles from './figures.module.css'

/** Numbers that are names: accounts, orders, digests. In a monospaced face, never a figure to be added. */
export function Code({ children }: { children: ReactNode }) {
  return <span className={styles.code}>{children}</span>
}
