import { Stack, Table, Text } from '@mantine/core'
import type { AuditRow } from '../../../preload/contract/audit'
import { Code } from '../../parts/Code'
import { formatInstant } from '../../parts/DateText'
import { Dialog } from '../../parts/Dialog'
import { useWords } from '../../words'
import styles from './audit.module.css'
import { detailText } from './audit-filter'

/** One record whole, with its place in the chain. */
export function AuditRecord({ record, onClose }: { record: AuditRow | null; onClose: () => void }) {
  const { t } = useWords()
  if (record === null) return null
  const facts: readonly [name: string, value: string][] = [
    [t('audit.at'), formatInstant(record.at, true)],
    [t('audit.actor'), record.actor],
    [t('audit.seat'), record.seat],
    [t('audit.action'), record.action],
    [t('audit.subject'), record.subject],
    ...Object.entries(record.detail).map(([name, value]): [string, string] => [name, detailText(value)]),
    [t('audit.hash'), record.hash],
  ]
  return (
    <Dialog opened title={t('audit.record', { stream: record.stream, sequence: record.sequence })} onClose={onClose} size="lg">
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('audit.recordText')}
        </Text>
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" className={styles.name}>
                  {name}
                </Table.Th>
                <Table.Td className={styles.value}>
                  <Code>{value}</Code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Dialog>
  )
}
