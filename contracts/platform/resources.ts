/** The resources of the platform, as its document describes them. Shapes only; what is allowed is in the document. */
export interface Timestamps {
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface IntakeFields {
  readonly recipientId: string;
  readonly category: string;
  readonly priority: string;
  readonly subject: string;
  readonly summary?: string | null;
  readonly externalReference?: string | null;
  readonly dueAt?: string | null;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Intake extends IntakeFields, Timestamps {
  readonly id: string;
  readonly status: 'draft' | 'submitted' | 'in_review' | 'accepted' | 'rejected';
  readonly submitterId: string;
  readonly submittedAt: string | null;
}

export interface Checksum {
  readonly algorithm: 'sha-256';
  /** Lower-case hexadecimal. */
  readonly value: string;
}

export interface Encryption {
  readonly algorithm: string;
  readonly iv: string;
  readonly tag: string;
  readonly wrappedKeys: readonly {
    readonly recipientKeyId: string;
    readonly algorithm: string;
    readonly wrappedKey: string;
  }[];
}

export interface DocumentFields {
  readonly intakeId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly checksum: Checksum;
  readonly encryption: Encryption;
}

export interface Document extends DocumentFields, Timestamps {
  readonly id: string;
  readonly status: 'awaiting_upload' | 'available' | 'expired';
  readonly uploadExpiresAt: string | null;
  readonly completedAt: string | null;
}

export interface ExchangeFields {
  readonly recipientId: string;
  readonly documentIds: readonly string[];
  readonly message?: string | null;
  readonly expiresAt?: string;
}

export interface Exchange extends ExchangeFields, Timestamps {
  readonly id: string;
  readonly status: 'pending' | 'accepted' | 'declined' | 'expired';
  readonly senderId: string;
  readonly expiresAt: string;
  readonly decidedAt: string | null;
  readonly declineReason: string | null;
}

export interface Participant extends Timestamps {
  readonly id: string;
  readonly kind: 'organisation' | 'person';
  readonly displayName: string;
  readonly status: 'active' | 'suspended';
  readonly activeKeyId: string | null;
  /** A person's. */
  readonly organisationId?: string;
  readonly email?: string | null;
}

export interface PublicKey {
  readonly id: string;
  readonly participantId: string;
  readonly algorithm: string;
  readonly status: 'active' | 'retired';
  readonly jwk: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface AuditEvent {
  readonly id: string;
  readonly type: string;
  readonly outcome: 'success' | 'denied';
  readonly occurredAt: string;
  readonly actor: {
    readonly kind: 'client' | 'system';
    readonly id: string | null;
    readonly participantId: string | null;
  };
  readonly resource: { readonly type: string; readonly id: string };
  readonly changedFields: readonly string[];
  readonly requestId: string;
}

export interface SubscriptionFields {
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description?: string | null;
}

export interface Subscription extends SubscriptionFields, Timestamps {
  readonly id: string;
  readonly status: 'active' | 'paused';
}
