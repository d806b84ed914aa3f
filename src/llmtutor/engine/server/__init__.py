"""An engine on a server that speaks the OpenAI protocol, on this computer or another."""
