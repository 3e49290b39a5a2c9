-- What WeChat gave an official account: its access token and its ticket for signing pages, sealed, for all
-- servers; who renews them, and until when nobody else asks.
CREATE TABLE wechat_tokens (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    app_id TEXT NOT NULL,
    token TEXT,
    token_until BIGINT NOT NULL DEFAULT 0,
    ticket TEXT,
    ticket_until BIGINT NOT NULL DEFAULT 0,
    lease TEXT,
    rest_until BIGINT NOT NULL DEFAULT 0,
    refusal TEXT,
    PRIMARY KEY (mall_id, app_id)
);
