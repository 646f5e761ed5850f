import { Kbd, Table } from '@mantine/core'
import { useWords } from '../words'
import { Dialog } from './Dialog'
import styles from './KeyHint.module.css'
import type { KeyBinding } from './keys'

const SHOWN: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' }

/** Splits `g d` and `Shift+ArrowDown` into what is printed on the caps. */
export function capsOf(keys: string): readonly string[] {
  return keys
    .split(' ')
    .flatMap((press) => press.split(/(?<=.)\+/).map((cap) => SHOWN[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap)))
}

/** The keys of an act, beside its words. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={styles.hint} aria-hidden="true">
      {capsOf(keys).map((cap) => (
        <Kbd key={cap} size="xs">
          {cap}
        </Kbd>
      ))}
    </span>
  )
}

/** The keys of the screen beneath, as `?` shows them. */
export function KeysDialog({ opened, onClose, keys }: { opened: boolean; onClose: () => void; keys: readonly KeyBinding[] }) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('parts.keysTitle')}>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {keys.map((binding) => (
            <Table.Tr key={binding.keys} data-keys={binding.keys}>
              <Table.Th scope="row" w={140}>
                <KeyHint keys={binding.keys} />
                <span className={styles.read}>{binding.keys}</span>
              </Table.Th>
              <Table.Td>{binding.label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  )
}
