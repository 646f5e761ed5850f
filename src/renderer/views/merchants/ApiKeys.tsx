import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { ApiKeyRow, ApiKeyState } from '../../../preload/contract/api-keys'
import type { MerchantId } from '../../../preload/contract/ids'
import { useAct, useCall, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { Confirm } from '../../parts/Confirm'
import { formatInstant, InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { replaceable } from './api-key-choice'
import { IssueApiKey } from './IssueApiKey'
import styles from './merchants.module.css'

const TONES: Record<ApiKeyState, Tone> = { in_force: 'done', expiring: 'wait', expired: 'quiet', revoked: 'quiet' }

/** The keys with which the merchant's program signs; an administrator issues and revokes them. */
export function ApiKeys({ merchantId, isActive }: { merchantId: MerchantId; isActive: boolean }) {
  const { t } = useWords()
  const mayAdminister = useMay('administer')
  const [issuing, setIssuing] = useState(false)
  const [revoking, setRevoking] = useState<ApiKeyRow | null>(null)
  const asked = useCall('merchants.apiKeys', { merchantId })
  const keys = asked.data?.keys ?? []
  return (
    <>
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {asked.data && keys.length === 0 ? <p className={styles.dimmed}>{t('merchants.keysNone')}</p> : null}
      {keys.length > 0 ? <KeyTable keys={keys} onRevoke={mayAdminister ? setRevoking : null} /> : null}
      {mayAdminister && isActive ? (
        <Button mt="xs" onClick={() => setIssuing(true)} size="xs" variant="default">
          {t('merchants.issueKey')}
        </Button>
      ) : null}
      {issuing ? <IssueApiKey keys={replaceable(keys)} merchantId={merchantId} onClose={() => setIssuing(false)} /> : null}
      {revoking ? <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  )
}

function KeyTable({ keys, onRevoke }: { keys: readonly ApiKeyRow[]; onRevoke: ((key: ApiKeyRow) => void) | null }) {
  const { t } = useWords()
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table className={styles.keys} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('merchants.keyName')}</Table.Th>
            <Table.Th>{t('merchants.keyState')}</Table.Th>
            <Table.Th>{t('merchants.keyCreated')}</Table.Th>
            <Table.Th>{t('merchants.keyUsed')}</Table.Th>
            {onRevoke ? <Table.Td /> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>
                {key.name}
                <br />
                <Code>{key.key}</Code>
              </Table.Td>
              <Table.Td>
                <StatusChip tone={TONES[key.state]}>{t(`merchants.keyStates.${key.state}`)}</StatusChip>
                {key.state === 'expiring' && key.expiresAt !== null ? (
                  <Text c="dimmed" size="xs">
                    {t('merchants.keyUntil', { at: formatInstant(key.expiresAt) })}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td>
                <InstantText at={key.createdAt} />
                <br />
                {actorName(key.createdBy)}
              </Table.Td>
              <Table.Td>{key.lastUsedAt === null ? t('merchants.keyNeverUsed') : <InstantText at={key.lastUsedAt} />}</Table.Td>
              {onRevoke ? (
                <Table.Td>
                  {replaceable([key]).length > 0 ? (
                    <Button color="red" onClick={() => onRevoke(key)} size="compact-xs" variant="outline">
                      {t('merchants.revokeKey')}
                    </Button>
                  ) : null}
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function RevokeKey({ apiKey, onClose }: { apiKey: ApiKeyRow; onClose: () => void }) {
  const { t } = useWords()
  const revoke = useAct('merchants.revokeApiKey')
  return (
    <Confirm
      act={t('merchants.revokeKey')}
      busy={revoke.isPending}
      error={revoke.error}
      onAct={() => revoke.mutate({ id: apiKey.id }, { onSuccess: onClose })}
      onClose={onClose}
      opened
      takesAway
      title={t('merchants.revokeTitle', { name: apiKey.name })}
    >
      {t('merchants.revokeText')}
    </Confirm>
  )
}
